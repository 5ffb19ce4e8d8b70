import { RouterosError, trapCategories } from '../../routeros/routeros-error.ts';
import type { Value } from '../../routeros/value.ts';
import { nothing } from '../../routeros/value.ts';
import type { LastPrint } from '../console/item-numbers.ts';
import { numberedRows } from '../console/item-numbers.ts';
import type { TableName } from '../kernel/firewall.ts';
import { refused } from '../kernel/matchers.ts';
import type { Counters } from '../kernel/ruleset.ts';
import { ruleComment } from '../kernel/ruleset.ts';
import { addressRange, macAddress, portList } from '../menu/address-types.ts';
import { durationOr } from '../menu/duration-types.ts';
import type { Flag, Item, MenuSpec, Props } from '../menu/menu-spec.ts';
import type { Properties, PropertyType } from '../menu/property-type.ts';
import { boolean, commaList, integer, invertible, oneOf, reference, text, word } from '../menu/property-type.ts';
import type { Twin } from '../twin.ts';

const protocolWords = [
  'tcp',
  'udp',
  'icmp',
  'igmp',
  'ipip',
  'gre',
  'ipsec-esp',
  'ipsec-ah',
  'ospf',
  'vrrp',
  'sctp',
  'udp-lite',
  'dccp',
  'l2tp',
  'ipv6-encap',
  'pim',
] as const;

const protocol = {
  parse: (given: string): string | undefined =>
    /^\d{1,3}$/.test(given) && Number(given) < 256 ? numbered(given) : oneOf(...protocolWords).parse(given),
  words: () => protocolWords,
};

/** The console shows the name where there is one. */
const numbered = (number: string): string =>
  ({
    '1': 'icmp',
    '2': 'igmp',
    '6': 'tcp',
    '17': 'udp',
    '47': 'gre',
    '50': 'ipsec-esp',
    '51': 'ipsec-ah',
    '89': 'ospf',
  })[number] ?? number;

const states = commaList(oneOf('invalid', 'established', 'related', 'new', 'untracked'));
const addressType = oneOf('unicast', 'local', 'broadcast', 'multicast', 'blackhole', 'unreachable', 'prohibit');

/** One octet, a code behind a colon: `8:0`, `8:0-255`. */
const icmpOptions = {
  parse: (given: string): string | undefined => (/^\d{1,3}(:\d{1,3}(-\d{1,3})?)?$/.test(given) ? given : undefined),
};
const sizeRange = {
  parse: (given: string): string | undefined => (/^\d{1,5}(-\d{1,5})?$/.test(given) ? given : undefined),
};
const ttl = {
  parse: (given: string): string | undefined =>
    /^(equal|not-equal|less-than|greater-than):\d{1,3}$/.test(given) ? given : undefined,
};
const tcpFlags = commaList(invertible(oneOf('fin', 'syn', 'rst', 'psh', 'ack', 'urg', 'ece', 'cwr')));

function matchers(twin: Twin): Properties {
  const list = invertible(word);
  const interfaceName = invertible(reference(() => twin.network.interfaceNames()));
  const interfaceList = invertible(reference(() => twin.network.interfaceListNames()));
  return {
    protocol: { type: invertible(protocol) },
    'src-address': { type: invertible(addressRange) },
    'dst-address': { type: invertible(addressRange) },
    'src-address-list': { type: list },
    'dst-address-list': { type: list },
    'src-address-type': { type: invertible(addressType) },
    'dst-address-type': { type: invertible(addressType) },
    'in-interface': { type: interfaceName },
    'out-interface': { type: interfaceName },
    'in-interface-list': { type: interfaceList },
    'out-interface-list': { type: interfaceList },
    'src-mac-address': { type: invertible(macAddress) },
    'src-port': { type: invertible(portList) },
    'dst-port': { type: invertible(portList) },
    port: { type: invertible(portList) },
    'icmp-options': { type: invertible(icmpOptions) },
    'packet-size': { type: invertible(sizeRange) },
    ttl: { type: ttl },
    content: { type: invertible(text) },
  };
}

/** Matchers of RouterOS that the twin has no means for yet (firewall-facts 1.7). */
const notEnforced = [
  'connection-bytes',
  'connection-limit',
  'connection-mark',
  'connection-rate',
  'connection-type',
  'dscp',
  'dst-limit',
  'fragment',
  'hotspot',
  'in-bridge-port',
  'in-bridge-port-list',
  'ingress-priority',
  'ipsec-policy',
  'ipv4-options',
  'layer7-protocol',
  'limit',
  'nth',
  'out-bridge-port',
  'out-bridge-port-list',
  'packet-mark',
  'per-connection-classifier',
  'priority',
  'psd',
  'random',
  'realm',
  'routing-mark',
  'tcp-mss',
  'time',
  'tls-host',
];
const refusedMatchers: Properties = Object.fromEntries(
  notEnforced.map((name) => [name, { type: word, refused: true }]),
);

const filterMatchers: Properties = {
  'connection-state': { type: invertible(states) },
  'connection-nat-state': { type: invertible(commaList(oneOf('srcnat', 'dstnat'))) },
  'tcp-flags': { type: tcpFlags },
};

const listing: Properties = {
  'address-list': { type: word },
  'address-list-timeout': { type: durationOr('none-dynamic', 'none-static') },
};

const logging: Properties = { log: { type: boolean }, 'log-prefix': { type: text } };

const counted: Properties = {
  bytes: { type: integer(0, Number.MAX_SAFE_INTEGER), readonly: true },
  packets: { type: integer(0, Number.MAX_SAFE_INTEGER), readonly: true },
};

const withPorts = ['tcp', 'udp', 'udp-lite', 'dccp', 'sctp'];

/** What the console refuses at once (firewall-facts 1.5). */
function checkRule(props: Props): void {
  const failure = (what: string): RouterosError =>
    new RouterosError(`failure: ${what}`, { category: trapCategories.general });
  const { protocol: given = '' } = props;
  const portMatcher = ['src-port', 'dst-port', 'port'].some((name) => props[name] !== undefined);
  if (portMatcher && !withPorts.includes(given))
    throw failure('ports can be specified if proto is tcp,udp,udp-lite,dccp,sctp');
  if (props['tcp-flags'] !== undefined && given !== 'tcp') throw failure('tcp-flags works only with tcp');
  if (props['icmp-options'] !== undefined && given !== 'icmp')
    throw failure('icmp-options can be specified if proto is icmp');
  if (props['reject-with'] === 'tcp-reset' && given !== 'tcp')
    throw failure('reject-with=tcp-reset works only with tcp');
  if (props['action'] === 'jump' && props['jump-target'] === undefined) throw failure('jump-target must be specified');
  if (props['action']?.endsWith('-to-address-list') && props['address-list'] === undefined)
    throw failure('address-list must be specified');
}

/** A rule that names a port of a bridge is not in the packet path (firewall-facts 1.5). */
function invalidReason(twin: Twin, { props }: Item): string | undefined {
  for (const name of ['in-interface', 'out-interface']) {
    const port = props[name]?.replace(/^!/, '') ?? '';
    const bridge = twin.network.bridgeOf(port);
    if (bridge !== undefined)
      return `in/out-interface matcher not possible when interface (${port}) is slave - use master instead (${bridge})`;
  }
  return undefined;
}

const flags: readonly Flag[] = [
  { letter: 'X', name: 'disabled' },
  { letter: 'I', name: 'invalid' },
  { letter: 'D', name: 'dynamic' },
];

const noCounters: Counters = { packets: 0, bytes: 0 };

function table(twin: Twin, name: TableName, properties: Properties): MenuSpec {
  let counters: ReadonlyMap<string, Counters> = new Map();
  return {
    path: `ip firewall ${name}`,
    kind: 'list',
    ordered: true,
    layout: 'block',
    flags,
    printFirst: ['chain', 'action', 'to-addresses', 'to-ports', 'jump-target', 'reject-with'],
    touches: ['firewall'],
    properties: {
      ...properties,
      ...refusedMatchers,
      ...logging,
      comment: { type: text },
      disabled: { type: boolean },
      ...counted,
    },
    // Exports name the action even where it is the default.
    complete: (props) => ({ action: 'accept', ...props }),
    check: (props) => {
      checkRule(props);
      twin.firewall.checkRule(name, props);
    },
    refresh: async () => {
      counters = await twin.firewall.counters();
    },
    computed: (item) => {
      const { packets, bytes } = counters.get(ruleComment(name, item.id)) ?? noCounters;
      return { bytes: String(bytes), packets: String(packets) };
    },
    invalid: (item) => invalidReason(twin, item),
    actions: {
      'reset-counters': {
        params: ['numbers'],
        positional: ['numbers'],
        run: async ({ args }) => resetCounters(twin, name, args.get('numbers')),
      },
      'reset-counters-all': { params: [], run: async () => resetCounters(twin, name, undefined) },
    },
  };
}

const noNumbers: LastPrint = new Map();

async function resetCounters(twin: Twin, name: TableName, numbers: Value | undefined): Promise<Value> {
  const menu = twin.menus.get(`ip firewall ${name}`);
  const ids =
    numbers === undefined
      ? menu.items.map(({ id }) => id)
      : (await numberedRows(menu, numbers, noNumbers)).map(({ id }) => id);
  await twin.enactFirewall(new Set(ids.map((id) => ruleComment(name, id))));
  return nothing;
}

/** Actions of RouterOS that the kernel has nothing for (kernel-facts), or that need more than a firewall. */
const notEnforcedActions = ['endpoint-independent-nat', 'same', 'tarpit'];

/** One of the actions that are enforced; a known one that is not says so. */
function actionOf(...words: readonly string[]): PropertyType {
  const known = oneOf(...words);
  return {
    ...known,
    parse: (given) => {
      if (notEnforcedActions.includes(given)) throw refused(`action=${given}`);
      return known.parse(given);
    },
  };
}

const rejections = [
  'icmp-network-unreachable',
  'icmp-host-unreachable',
  'icmp-protocol-unreachable',
  'icmp-port-unreachable',
  'icmp-net-prohibited',
  'icmp-host-prohibited',
  'icmp-admin-prohibited',
  'tcp-reset',
] as const;

export function filter(twin: Twin): MenuSpec {
  return table(twin, 'filter', {
    chain: { type: word, required: true },
    action: {
      type: actionOf(
        'accept',
        'add-dst-to-address-list',
        'add-src-to-address-list',
        'drop',
        'fasttrack-connection',
        'jump',
        'log',
        'passthrough',
        'reject',
        'return',
      ),
    },
    'jump-target': { type: word },
    'reject-with': { type: oneOf(...rejections) },
    ...matchers(twin),
    ...filterMatchers,
    ...listing,
  });
}

export function nat(twin: Twin): MenuSpec {
  return table(twin, 'nat', {
    chain: { type: word, required: true },
    action: {
      type: actionOf(
        'accept',
        'add-dst-to-address-list',
        'add-src-to-address-list',
        'dst-nat',
        'jump',
        'log',
        'masquerade',
        'netmap',
        'passthrough',
        'redirect',
        'return',
        'src-nat',
      ),
    },
    'to-addresses': { type: addressRange },
    'to-ports': { type: portList },
    'jump-target': { type: word },
    ...matchers(twin),
    ...listing,
  });
}
