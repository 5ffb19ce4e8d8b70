import { parseDuration } from '../../routeros/duration.ts';
import { addressContains } from '../address-contains.ts';
import type { Props } from '../menu/menu-spec.ts';
import { isEnabled } from '../menu/menu-spec.ts';
import type { Twin } from '../twin.ts';

/** The router's DHCP servers and resolver in dnsmasq's words; nothing when neither is on. */
export function dnsmasqLines(twin: Twin, kernelName: (name: string) => string): string[] {
  const dhcp = dhcpLines(twin, kernelName);
  const dns = dnsLines(twin);
  return dhcp.length + dns.length === 0 ? [] : [...(dns.length === 0 ? ['port=0'] : dns), ...dhcp];
}

function dnsLines(twin: Twin): string[] {
  if (twin.menus.get('ip dns').settings.props['allow-remote-requests'] !== 'yes') return [];
  const fixed = twin.menus
    .get('ip dns static')
    .items.filter(isEnabled)
    .map(({ props }) => staticName(props));
  return ['bind-dynamic', ...fixed.flat()];
}

function staticName({ name = '', address = '', ttl = '1d', 'match-subdomain': subdomains }: Props): string[] {
  if (subdomains === 'yes') return [`address=/${name}/${address}`];
  return [`host-record=${name},${address},${Math.round((parseDuration(ttl) ?? 0) / 1000)}`];
}

function dhcpLines(twin: Twin, kernelName: (name: string) => string): string[] {
  const servers = twin.menus.get('ip dhcp-server');
  const working = servers.items.filter((item) => isEnabled(item) && servers.spec.invalid?.(item) === undefined);
  return working.flatMap(({ props }) => serverLines(twin, props, kernelName));
}

function serverLines(twin: Twin, server: Props, kernelName: (name: string) => string): string[] {
  const on = twin.network.connectedNetworks().find((network) => network.interface === server['interface']);
  if (on === undefined) return [];
  const tag = `set:${kernelName(server['interface'] ?? '')}`;
  const seconds = Math.max(120, Math.round((parseDuration(server['lease-time'] ?? '10m') ?? 0) / 1000));
  const leases = twin.menus.get('ip dhcp-server lease').items.filter(isEnabled);
  // No `interface=`: that would also close the resolver on the others. A range is served where its subnet is.
  return [
    ...rangeLines(twin, server, on.network, tag, seconds),
    ...leases
      .filter(({ props }) => ['all', server['name']].includes(props['server'] ?? 'all'))
      .filter(({ props }) => addressContains(on.network, props['address'] ?? ''))
      .map(({ props }) => `dhcp-host=${props['mac-address']},${props['address']},${seconds}`),
    ...networkLines(twin, on.network, tag.slice('set:'.length)),
  ];
}

function rangeLines(twin: Twin, server: Props, network: string, tag: string, seconds: number): string[] {
  const pool = twin.menus.get('ip pool').items.find(({ props }) => props['name'] === server['address-pool']);
  // Without a pool (`static-only`) only fixed leases are given.
  if (pool === undefined) return [`dhcp-range=${tag},${network.split('/')[0]},static,${seconds}`];
  return (pool.props['ranges'] ?? '').split(',').map((range) => {
    const [from = '', to = from] = range.split('-');
    return `dhcp-range=${tag},${from},${to},${seconds}`;
  });
}

function networkLines(twin: Twin, network: string, tag: string): string[] {
  const options = twin.menus
    .get('ip dhcp-server network')
    .items.find(({ props }) => addressContains(network, (props['address'] ?? '').split('/')[0] ?? ''));
  const { gateway, 'dns-server': servers, domain } = options?.props ?? {};
  return [
    // Without a value the option is not sent at all; dnsmasq would otherwise name itself.
    `dhcp-option=tag:${tag},option:router${gateway === undefined ? '' : `,${gateway}`}`,
    `dhcp-option=tag:${tag},option:dns-server${servers === undefined ? '' : `,${servers}`}`,
    ...(domain === undefined ? [] : [`dhcp-option=tag:${tag},option:domain-name,${domain}`]),
  ];
}
