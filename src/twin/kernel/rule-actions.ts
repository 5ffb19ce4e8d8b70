import { prefixBounds } from '../menu/address-types.ts';
import type { Item, Props } from '../menu/menu-spec.ts';
import type { RosVersion } from '../version.ts';
import { longestTimeoutSeconds } from './address-sets.ts';
import { refused } from './matchers.ts';
import { nflogGroup } from './nflog.ts';
import type { KernelRule, KernelTable } from './ruleset.ts';

export interface ActionNames {
  chain(name: string): string;
  sets(list: string): { readonly union: string; readonly fixed: string; readonly dynamic: string };
  seconds(duration: string): number;
}

const nflog = (prefix: string): string[] => [
  '-j',
  'NFLOG',
  '--nflog-group',
  String(nflogGroup),
  '--nflog-prefix',
  prefix,
  '--nflog-threshold',
  '1',
  '--nflog-size',
  '128',
];

/** What a packet's prefix says about the rule that handed it over. */
const logPrefix = (table: string, id: string, state = ''): string => `${table}${id}${state === '' ? '' : ` ${state}`}`;
const entryPrefix = (table: string, id: string): string => `+${table}${id}`;

const states = ['invalid', 'established', 'related', 'new', 'untracked'];

/** From 7.x on the line names the connection's state, which only a matcher can tell. */
function logSteps(table: KernelTable['name'], id: string, version: RosVersion): string[][] {
  if (version.major < 7 || table === 'raw') return [nflog(logPrefix(table, id))];
  return states.map((state) => [
    '-m',
    'conntrack',
    '--ctstate',
    state.toUpperCase(),
    ...nflog(logPrefix(table, id, state)),
  ]);
}

const rejectWith: Readonly<Record<string, string>> = {
  'icmp-network-unreachable': 'icmp-net-unreachable',
  'icmp-host-unreachable': 'icmp-host-unreachable',
  'icmp-protocol-unreachable': 'icmp-proto-unreachable',
  'icmp-port-unreachable': 'icmp-port-unreachable',
  'icmp-net-prohibited': 'icmp-net-prohibited',
  'icmp-host-prohibited': 'icmp-host-prohibited',
  'icmp-admin-prohibited': 'icmp-admin-prohibited',
  'tcp-reset': 'tcp-reset',
};

function addToList(side: 'src' | 'dst', table: string, item: Item, names: ActionNames): string[][] {
  const timeout = item.props['address-list-timeout'] ?? 'none-dynamic';
  if (timeout === 'none-static') throw refused('address-list-timeout=none-static');
  const seconds = timeout === 'none-dynamic' ? 0 : names.seconds(timeout);
  if (seconds > longestTimeoutSeconds)
    throw refused(`an address-list-timeout of more than ${longestTimeoutSeconds} seconds`);
  const { union, fixed, dynamic } = names.sets(item.props['address-list'] ?? '');
  return [
    // Tells the twin when an entry begins: creation-time stays when a later packet refreshes it.
    ['-m', 'set', '!', '--match-set', union, side, ...nflog(entryPrefix(table, item.id))],
    // A static entry stays static and gets no timeout (firewall-facts 2.1).
    [
      '-m',
      'set',
      '!',
      '--match-set',
      fixed,
      side,
      '-j',
      'SET',
      '--add-set',
      dynamic,
      side,
      '--exist',
      '--timeout',
      String(seconds),
    ],
  ];
}

function translation(target: 'SNAT' | 'DNAT', option: string, props: Props): string[] {
  const { action = '', 'to-addresses': addresses = '', 'to-ports': ports } = props;
  if (addresses === '' && ports === undefined) throw refused(`action=${action} without to-addresses and to-ports`);
  return ['-j', target, option, `${rangeOf(addresses)}${ports === undefined ? '' : `:${ports}`}`];
}

/** The kernel translates to one address or to a range, RouterOS to a prefix too. */
function rangeOf(addresses: string): string {
  if (!addresses.includes('/')) return addresses;
  const { first, last } = prefixBounds(addresses);
  return `${first}-${last}`;
}

function netmap({ 'to-addresses': addresses = '' }: Props): string[] {
  if (addresses === '') throw refused('action=netmap without to-addresses');
  if (addresses.includes('-')) throw refused(`action=netmap to the range ${addresses}, which is no prefix`);
  return ['-j', 'NETMAP', '--to', addresses];
}

const withToPorts = (target: string, { 'to-ports': ports }: Props): string[] => [
  '-j',
  target,
  ...(ports === undefined ? [] : ['--to-ports', ports]),
];

/** Lines that the rule's action comes down to; several make a chain of the rule's own. */
function actionLines(table: KernelTable['name'], item: Item, names: ActionNames): string[][] {
  const { props } = item;
  const action = props['action'] ?? 'accept';
  switch (action) {
    case 'accept':
      return [['-j', 'ACCEPT']];
    case 'drop':
      return [['-j', 'DROP']];
    case 'reject':
      return [['-j', 'REJECT', '--reject-with', rejectWith[props['reject-with'] ?? 'icmp-network-unreachable'] ?? '']];
    case 'jump':
      return [['-j', names.chain(props['jump-target'] ?? '')]];
    case 'return':
      return [['-j', 'RETURN']];
    case 'passthrough':
    case 'log':
    // Sets a bit on the connection and goes on (firewall-facts 1.2); the twin has no fast path to take.
    case 'fasttrack-connection':
      return [];
    case 'add-src-to-address-list':
      return addToList('src', table, item, names);
    case 'add-dst-to-address-list':
      return addToList('dst', table, item, names);
    case 'masquerade':
      return [withToPorts('MASQUERADE', props)];
    case 'src-nat':
      return [translation('SNAT', '--to-source', props)];
    case 'dst-nat':
      return [translation('DNAT', '--to-destination', props)];
    case 'redirect':
      return [withToPorts('REDIRECT', props)];
    case 'netmap':
      return [netmap(props)];
    case 'notrack':
      return [['-j', 'CT', '--notrack']];
    default:
      throw refused(`action=${action}`);
  }
}

const logs = ({ props }: Item): boolean => props['action'] === 'log' || props['log'] === 'yes';

/** A rule as the kernel gets it. The log comes last before the action (firewall-facts 1.6). */
export function kernelRule(
  table: KernelTable['name'],
  item: Item,
  matchers: readonly string[],
  names: ActionNames,
  version: RosVersion,
): KernelRule {
  const lines = [...(logs(item) ? logSteps(table, item.id, version) : []), ...actionLines(table, item, names)];
  const [only = []] = lines;
  const simple = lines.length <= 1 && !only.includes('-m');
  return {
    id: item.id,
    matchers,
    target: simple ? only : [],
    steps: simple ? [] : lines,
    // RETURN inside a chain of the rule's own has to leave the rule's chain, not just its own: that is what goto is for.
    entry: lines.at(-1)?.includes('RETURN') === true ? '-g' : '-j',
  };
}
