import { parseDuration } from '../../routeros/duration.ts';
import type { Item, Props } from '../menu/menu-spec.ts';
import { isEnabled } from '../menu/menu-spec.ts';
import type { Twin } from '../twin.ts';

/** Router advertisements for the IPv6 networks of an interface: `/ipv6 nd`, and addresses with `advertise=yes`. */
export function advertisementLines(twin: Twin, kernelName: (name: string) => string): string[] {
  const advertised = (twin.menus.find(['ipv6', 'address'])?.items ?? []).filter(
    (item) => isEnabled(item) && item.props['advertise'] !== 'no',
  );
  const names = new Set(advertised.map((item) => twin.network.actualInterface(item)));
  const lines = [...names].flatMap((name) => interfaceLines(twin, name, kernelName(name)));
  return lines.length === 0 ? [] : ['enable-ra', 'bind-dynamic', ...lines];
}

function interfaceLines(twin: Twin, name: string, kernel: string): string[] {
  const nd = ruleFor(twin, name);
  const networks = twin.network.connectedNetworks(6).filter((network) => network.interface === name);
  const advertised = networks.filter(({ network }) => network.endsWith('/64'));
  if (nd === undefined || advertised.length === 0) return [];
  const lifetime = nd['ra-lifetime'] === 'none' ? 0 : seconds(nd['ra-lifetime'] ?? '30m');
  const longest = seconds((nd['ra-interval'] ?? '3m20s-10m').split('-')[1] ?? '10m');
  const mtu = /^\d+$/.test(nd['mtu'] ?? '') ? `mtu:${nd['mtu']},` : '';
  const priority = ['high', 'low'].includes(nd['ra-preference'] ?? '') ? `${nd['ra-preference']},` : '';
  return [
    `ra-param=${kernel},${mtu}${priority}${longest},${lifetime}`,
    ...advertised.map(({ network }) => `dhcp-range=${network.replace('/64', '')},ra-only,64,2592000`),
    ...nameServers(twin, nd, advertised[0]?.address ?? ''),
  ];
}

/** The rule of `/ipv6 nd` for an interface: its own, or that for all. */
function ruleFor({ menus }: Twin, name: string): Props | undefined {
  const rules = (menus.find(['ipv6', 'nd'])?.items ?? []).filter(isEnabled);
  const rule = (on: string): Item | undefined => rules.find(({ props }) => props['interface'] === on);
  return (rule(name) ?? rule('all'))?.props;
}

/** Without a value the option is not sent; dnsmasq would otherwise name itself, which answers no names. */
function nameServers({ network, version }: Twin, nd: Props, own: string): string[] {
  const choice = nd['advertise-dns'] ?? (version.major === 6 ? 'no' : 'yes');
  const given = (nd['dns'] ?? '').split(',').filter((address) => address !== '');
  const known = given.length > 0 ? given : network.dnsServers().filter((address) => address.includes(':'));
  const servers = choice === 'self' ? [own] : choice === 'yes' ? known : [];
  return [`dhcp-option=option6:dns-server${servers.map((address) => `,[${address}]`).join('')}`];
}

const seconds = (text: string): number => Math.round((parseDuration(text) ?? 0) / 1000);
