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
import type { FlagPlaces, MenuSpec } from '../menu/menu-spec.ts';
import { content, icmpOptions, packetSize, portRange, tcpFlags, ttl } from '../menu/packet-types.ts';
import type { Properties, PropertyType } from '../menu/property-type.ts';
import { boolean, commaList, filledWord, integer, invertible, oneOf, text, word } from '../menu/property-type.ts';
import { protocol } from '../menu/protocols.ts';
import type { Twin } from '../twin.ts';
import { checkRule, RuleValidity } from './firewall-checks.ts';
import { interfaceListReference, interfaceReference } from './references.ts';

const states = commaList(oneOf('invalid', 'established', 'related', 'new', 'untracked'));
const addressTypes = commaList(
  oneOf('unicast', 'local', 'broadcast', 'multicast', 'blackhole', 'unreachable', 'prohibit'),
);

function matchers(twin: Twin): Properties {
  const list = invertible(filledWord);
  const interfaceName = invertible(interfaceReference(twin));
  const interfaceList = invertible(interfaceListReference(twin));
  return {
    protocol: { type: invertible(protocol) },
    'src-address': { type: invertible(addressRange) },
    'dst-address': { type: invertible(addressRange) },
    'src-address-list': { type: list },
    'dst-address-list': { type: list },
    'src-address-type': { type: invertible(addressTypes) },
    'dst-address-type': { type: invertible(addressTypes) },
    'in-interface': { type: interfaceName },
    'out-interface': { type: interfaceName },
    'in-interface-list': { type: interfaceList },
    'out-interface-list': { type: interfaceList },
    'src-mac-address': { type: invertible(macAddress) },
    'src-port': { type: invertible(portList) },
    'dst-port': { type: invertible(portList) },
    port: { type: invertible(portList) },
    'icmp-options': { type: invertible(icmpOptions) },
    'packet-size': { type: invertible(packetSize) },
    ttl: { type: ttl },
    content: { type: invertible(content) },
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
  'address-list': { type: filledWord },
  'address-list-timeout': { type: durationOr('none-dynamic', 'none-static') },
};

const logging: Properties = { log: { type: boolean }, 'log-prefix': { type: text } };

const counted: Properties = {
  bytes: { type: integer(0, Number.MAX_SAFE_INTEGER), readonly: true },
  packets: { type: integer(0, Number.MAX_SAFE_INTEGER), readonly: true },
};

const flags: FlagPlaces = [
  [
    { letter: 'X', name: 'disabled' },
    { letter: 'I', name: 'invalid' },
  ],
  [{ letter: 'D', name: 'dynamic' }],
];

const noCounters: Counters = { packets: 0, bytes: 0 };

function table(twin: Twin, name: TableName, properties: Properties): MenuSpec {
  let counters: ReadonlyMap<string, Counters> = new Map();
  const validity = new RuleValidity(twin, name);
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
      disabled: { type: boolean, default: 'no' },
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
    invalid: (item) => validity.reasonAgainst(item),
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
  await twin.resetCounters(ids.map((id) => ruleComment(name, id)));
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
    chain: { type: filledWord, required: true },
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
    'jump-target': { type: filledWord },
    'reject-with': { type: oneOf(...rejections) },
    ...matchers(twin),
    ...filterMatchers,
    ...listing,
  });
}

export function nat(twin: Twin): MenuSpec {
  return table(twin, 'nat', {
    chain: { type: filledWord, required: true },
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
    'to-ports': { type: portRange },
    'jump-target': { type: filledWord },
    ...matchers(twin),
    ...listing,
  });
}
