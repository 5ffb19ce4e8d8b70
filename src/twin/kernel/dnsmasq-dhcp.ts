import { parseDuration } from '../../routeros/duration.ts';
import { addressContains } from '../address-contains.ts';
import type { Item, Props } from '../menu/menu-spec.ts';
import { isEnabled } from '../menu/menu-spec.ts';
import type { Twin } from '../twin.ts';

/** The DHCP servers that work. */
export function dhcpLines(twin: Twin, kernelName: (name: string) => string): string[] {
  const servers = twin.menus.get('ip dhcp-server');
  const working = servers.items.filter((item) => isEnabled(item) && servers.spec.invalid?.(item) === undefined);
  // What holds a line's end would be a line of its own.
  const lines = working
    .flatMap(({ props }) => serverLines(twin, props, kernelName))
    .filter((line) => !/[\r\n]/.test(line));
  // One program serves all: it is as cautious as the most cautious server.
  const isAuthoritative = working.every(({ props }) => props['authoritative'] !== 'no');
  return lines.length > 0 && isAuthoritative ? ['dhcp-authoritative', ...lines] : lines;
}

function serverLines(twin: Twin, server: Props, kernelName: (name: string) => string): string[] {
  const on = twin.network.connectedNetworks().find((network) => network.interface === server['interface']);
  if (on === undefined) return [];
  const tag = kernelName(server['interface'] ?? '');
  const seconds = leaseSeconds(server['lease-time'] ?? '10m');
  const leases = twin.menus.get('ip dhcp-server lease').items.filter(isEnabled);
  // No `interface=`: a range is served where its subnet is.
  return [
    ...rangeLines(twin, server, on.network, tag, seconds),
    ...leases
      .filter(({ props }) => ['all', server['name']].includes(props['server'] ?? 'all'))
      .flatMap(({ props }) => hostLine(props, on.network, seconds)),
    ...(server['always-broadcast'] === 'yes' ? [`dhcp-broadcast=tag:${tag}`] : []),
    ...networkLines(twin, on.network, tag),
  ];
}

/** dnsmasq gives no lease for less than two minutes. */
const leaseSeconds = (time: string): number => Math.max(120, Math.round((parseDuration(time) ?? 0) / 1000));

function hostLine(lease: Props, network: string, seconds: number): string[] {
  const { address = '', 'mac-address': mac, 'client-id': clientId, 'block-access': blocked } = lease;
  const client = [...(mac === undefined ? [] : [mac]), ...(clientId === undefined ? [] : [`id:${clientId}`])].join(',');
  if (client === '') return [];
  if (blocked === 'yes') return [`dhcp-host=${client},ignore`];
  if (!addressContains(network, address)) return [];
  const time = lease['lease-time'] === undefined ? seconds : leaseSeconds(lease['lease-time']);
  return [`dhcp-host=${client},${address},${time}`];
}

function rangeLines(twin: Twin, server: Props, network: string, tag: string, seconds: number): string[] {
  const pools = twin.menus.get('ip pool').items;
  const ranges: string[] = [];
  const seen = new Set<Item>();
  let pool = pools.find(({ props }) => props['name'] === server['address-pool']);
  // A pool that is used up goes on with the next one.
  while (pool !== undefined && !seen.has(pool)) {
    seen.add(pool);
    ranges.push(...(pool.props['ranges'] ?? '').split(','));
    const next = pool.props['next-pool'];
    pool = pools.find(({ props }) => props['name'] === next);
  }
  // Without a pool (`static-only`) only fixed leases are given.
  if (ranges.length === 0) return [`dhcp-range=set:${tag},${network.split('/')[0]},static,${seconds}`];
  return ranges.map((range) => {
    const [from = '', to = from] = range.split('-');
    return `dhcp-range=set:${tag},${from},${to},${seconds}`;
  });
}

function networkLines(twin: Twin, network: string, tag: string): string[] {
  const options: Props =
    twin.menus
      .get('ip dhcp-server network')
      .items.find(({ props }) => addressContains(network, (props['address'] ?? '').split('/')[0] ?? ''))?.props ?? {};
  // Without a value the option is not sent at all; dnsmasq would otherwise name itself.
  const line = (option: string, value: string | undefined): string =>
    `dhcp-option=tag:${tag},${option}${value === undefined || value === '' ? '' : `,${value}`}`;
  const given = (option: string, name: string): string[] =>
    options[name] === undefined || options[name] === '' ? [] : [line(option, options[name])];
  return [
    line('option:router', options['gateway']),
    line('option:dns-server', options['dns-none'] === 'yes' ? undefined : options['dns-server']),
    ...given('option:domain-name', 'domain'),
    ...given('option:ntp-server', 'ntp-server'),
    ...given('option:netbios-ns', 'wins-server'),
    ...given('option:tftp-server', 'next-server'),
    ...given('option:bootfile-name', 'boot-file-name'),
    ...optionNames(twin, options).flatMap((name) => customOption(twin, name, line)),
  ];
}

/** `dhcp-option` names options, `dhcp-option-set` a set of them. */
function optionNames({ menus }: Twin, network: Props): string[] {
  const sets = menus.find(['ip', 'dhcp-server', 'option', 'sets'])?.items ?? [];
  const set = sets.find(({ props }) => props['name'] === network['dhcp-option-set'])?.props['options'] ?? '';
  return `${network['dhcp-option'] ?? ''},${set}`.split(',').filter((name) => name !== '');
}

function customOption({ menus }: Twin, name: string, line: (option: string, value: string) => string): string[] {
  const option = (menus.find(['ip', 'dhcp-server', 'option'])?.items ?? []).find(({ props }) => props['name'] === name);
  const { code, value = '' } = option?.props ?? {};
  const converted = optionValue(value);
  return code === undefined || converted === undefined ? [] : [line(code, converted)];
}

/** `0x0a00` is bytes, `'192.0.2.1'` an address or text; what would be a line of its own is nothing. */
function optionValue(value: string): string | undefined {
  const bytes = /^0x((?:[0-9a-f]{2})+)$/i.exec(value)?.[1];
  if (bytes !== undefined)
    return bytes.length === 2 ? String(Number.parseInt(bytes, 16)) : bytes.match(/../g)?.join(':');
  const text = /^s?'([^']*)'$/.exec(value)?.[1] ?? value;
  return text === '' || /[\r\n"]/.test(text) ? undefined : text;
}
