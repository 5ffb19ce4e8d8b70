import { prefixBounds } from '../menu/address-types.ts';
import type { Item, Props } from '../menu/menu-spec.ts';
import { markFasttrack } from './fasttrack.ts';
import { helpersChain } from './helper-lines.ts';
import { entryPrefix, logSteps, nflog, type RulePlace } from './log-steps.ts';
import { markValue } from './matchers/connection.ts';
import type { Family, MarkKind, Stage } from './matchers/matching.ts';
import { refused } from './matchers/matching.ts';
import type { KernelRule } from './ruleset.ts';
import { ruleName } from './ruleset.ts';

export interface ActionNames {
  chain(name: string): string;
  sets(list: string): { readonly union: string; readonly fixed: string; readonly dynamic: string };
  /** The kernel's timeout in seconds for one of RouterOS; it may be shorter, and be renewed by the twin. */
  seconds(duration: string): number;
  mark(kind: MarkKind, name: string): number;
}

const rejectWith: Readonly<Record<Family, Readonly<Record<string, string>>>> = {
  ip: {
    'icmp-network-unreachable': 'icmp-net-unreachable',
    'icmp-host-unreachable': 'icmp-host-unreachable',
    'icmp-protocol-unreachable': 'icmp-proto-unreachable',
    'icmp-port-unreachable': 'icmp-port-unreachable',
    'icmp-net-prohibited': 'icmp-net-prohibited',
    'icmp-host-prohibited': 'icmp-host-prohibited',
    'icmp-admin-prohibited': 'icmp-admin-prohibited',
    'tcp-reset': 'tcp-reset',
  },
  ipv6: {
    'icmp-no-route': 'icmp6-no-route',
    'icmp-admin-prohibited': 'icmp6-adm-prohibited',
    'icmp-address-unreachable': 'icmp6-addr-unreachable',
    'icmp-port-unreachable': 'icmp6-port-unreachable',
    'tcp-reset': 'tcp-reset',
  },
};
export const rejections = (family: Family): readonly string[] => Object.keys(rejectWith[family]);
const usualRejection = (family: Family): string => (family === 'ip' ? 'icmp-network-unreachable' : 'icmp-no-route');

function reject({ family }: RulePlace, props: Props): string[] {
  const how = rejectWith[family][props['reject-with'] ?? usualRejection(family)] ?? '';
  return ['-j', 'REJECT', '--reject-with', how];
}

function addToList(side: 'src' | 'dst', rule: string, { props }: Item, names: ActionNames): string[][] {
  const timeout = props['address-list-timeout'] ?? 'none-dynamic';
  const seconds = timeout.startsWith('none-') ? 0 : names.seconds(timeout);
  const { union, fixed, dynamic } = names.sets(props['address-list'] ?? '');
  const isIn = (set: string): string[] => ['-m', 'set', '!', '--match-set', set, side];
  const insert = ['--add-set', dynamic, side, '--exist', '--timeout', String(seconds)];
  return [
    // Tells the twin when an entry begins: creation-time stays when a later packet refreshes it.
    [...isIn(union), ...nflog(entryPrefix(rule))],
    // A static entry stays static and gets no timeout (firewall-facts 2.1).
    [...isIn(fixed), '-j', 'SET', ...insert],
  ];
}

/** IPv6's property has another name. */
const targetOf = (props: Props): string =>
  (props['to-addresses'] ?? props['to-address'] ?? '').replace(/\/(128|32)$/, '');

/** RouterOS translates to an address, a prefix or a range; without one only the port changes. */
function translation(target: 'SNAT' | 'DNAT', props: Props, isPersistent = false): string[] {
  const { action = '', 'to-ports': ports } = props;
  const addresses = targetOf(props);
  const option = target === 'SNAT' ? '--to-source' : '--to-destination';
  if (addresses === '' && ports === undefined) throw refused(`action=${action} without to-addresses and to-ports`);
  const to = addresses.includes(':') && ports !== undefined ? `[${rangeOf(addresses)}]` : rangeOf(addresses);
  return [
    '-j',
    target,
    option,
    `${to}${ports === undefined ? '' : `:${ports}`}`,
    ...(isPersistent ? ['--persistent'] : []),
  ];
}

/** The kernel translates to one address or to a range, RouterOS to a prefix too. */
function rangeOf(addresses: string): string {
  if (!addresses.includes('/') || addresses.includes(':')) return addresses;
  const { first, last } = prefixBounds(addresses);
  return `${first}-${last}`;
}

function netmap(props: Props): string[] {
  const { chain } = props;
  const addresses = targetOf(props);
  if (addresses === '') throw refused('action=netmap without to-addresses');
  // A range that is no prefix is translated like src-nat and dst-nat to it.
  if (addresses.includes('-')) return translation(chain === 'srcnat' ? 'SNAT' : 'DNAT', props, true);
  return ['-j', 'NETMAP', '--to', addresses];
}

const withToPorts = (target: string, { 'to-ports': ports }: Props): string[] => [
  '-j',
  target,
  ...(ports === undefined ? [] : ['--to-ports', ports]),
];

/** Sets a packet or routing mark, or one of the connection. */
function setMark(kind: MarkKind, props: Props, names: ActionNames): string[][] {
  const number = names.mark(kind, props[`new-${kind}-mark`] ?? 'no-mark');
  return [['-j', kind === 'connection' ? 'CONNMARK' : 'MARK', '--set-xmark', markValue(kind, number)]];
}

const syn = ['-p', '6', '-m', 'tcp', '--tcp-flags', 'SYN,RST', 'SYN'];

function changeMss({ 'new-mss': mss = '' }: Props): string[][] {
  return [[...syn, '-j', 'TCPMSS', ...(mss === 'clamp-to-pmtu' ? ['--clamp-mss-to-pmtu'] : ['--set-mss', mss])]];
}

const hopActions: Readonly<Record<string, string>> = { set: 'set', increment: 'inc', decrement: 'dec' };

function changeHops({ family }: RulePlace, value: string): string[][] {
  const [how = '', by = ''] = value.split(':');
  const [target, option] = family === 'ip' ? ['TTL', '--ttl-'] : ['HL', '--hl-'];
  return [['-j', target, `${option}${hopActions[how] ?? 'set'}`, by]];
}

/** What changes a packet and, unless told otherwise, lets it go on (firewall-facts 1.2). */
function changes(place: RulePlace, { props }: Item, names: ActionNames): string[][] | undefined {
  switch (props['action']) {
    case 'mark-packet':
      return setMark('packet', props, names);
    case 'mark-routing':
      return setMark('routing', props, names);
    case 'mark-connection':
      return setMark('connection', props, names);
    case 'change-mss':
      return changeMss(props);
    case 'change-ttl':
      return changeHops(place, props['new-ttl'] ?? '');
    case 'change-hop-limit':
      return changeHops(place, props['new-hop-limit'] ?? '');
    case 'change-dscp':
      return [['-j', 'DSCP', '--set-dscp', props['new-dscp'] ?? '0']];
    // Nothing of it leaves the lab, or is seen in it: priorities of queues, copies for a sniffer, bits of the header.
    case 'set-priority':
    case 'sniff-pc':
    case 'sniff-tzsp':
    case 'clear-df':
    case 'strip-ipv4-options':
      return [];
    default:
      return undefined;
  }
}

/** Lines that the rule's action comes down to; several make a chain of the rule's own. */
function actionLines(place: RulePlace, item: Item, names: ActionNames): string[][] {
  const { props } = item;
  const rule = ruleName(place.family, place.table, item.id);
  const changed = changes(place, item, names);
  if (changed !== undefined) return props['passthrough'] === 'no' ? [...changed, ['-j', 'ACCEPT']] : changed;
  const action = props['action'] ?? 'accept';
  switch (action) {
    case 'accept':
      // What raw lets pass is still to be given to the helpers of connection tracking.
      return [['-j', place.table === 'raw' ? helpersChain : 'ACCEPT']];
    case 'drop':
      return [['-j', 'DROP']];
    case 'reject':
      return [reject(place, props)];
    case 'jump':
      return [['-j', names.chain(props['jump-target'] ?? '')]];
    case 'return':
      return [['-j', 'RETURN']];
    case 'passthrough':
    case 'log':
      return [];
    case 'fasttrack-connection':
      return markFasttrack();
    case 'add-src-to-address-list':
      return addToList('src', rule, item, names);
    case 'add-dst-to-address-list':
      return addToList('dst', rule, item, names);
    case 'masquerade':
      return [withToPorts('MASQUERADE', props)];
    case 'src-nat':
      return [translation('SNAT', props)];
    case 'dst-nat':
      return [translation('DNAT', props)];
    case 'same':
      return [translation(props['chain'] === 'dstnat' ? 'DNAT' : 'SNAT', props, true)];
    case 'redirect':
      return [withToPorts('REDIRECT', props)];
    case 'netmap':
      return [netmap(props)];
    case 'notrack':
      return [['-j', 'CT', '--notrack']];
    case 'tarpit':
      return tarpit();
    default:
      throw refused(`action=${action}`);
  }
}

/**
 * The kernel answers a SYN for a host behind a proxy that never speaks: the connection is open and hangs. What the proxy
 * would say to that host next never leaves (kernel/plumbing: it carries the mark).
 */
const tarpit = (): string[][] => [
  ['-p', '6', '-m', 'tcp', '--tcp-flags', 'SYN,ACK,RST,FIN', 'SYN', '-j', 'SYNPROXY', '--mss', '536'],
  ['-j', 'DROP'],
];

const logs = ({ props }: Item): boolean => props['action'] === 'log' || props['log'] === 'yes';

/** A rule as the kernel gets it. The log comes last before the action (firewall-facts 1.6). */
export function kernelRule(place: RulePlace, item: Item, stages: readonly Stage[], names: ActionNames): KernelRule {
  const name = ruleName(place.family, place.table, item.id);
  const lines = [...(logs(item) ? logSteps(place, name) : []), ...actionLines(place, item, names)];
  const [only = []] = lines;
  const isGated = stages.length > 1;
  const returns = lines.at(-1)?.includes('RETURN') === true;
  const simple = lines.length <= 1 && !only.includes('-m') && !(returns && isGated);
  return { name, stages, target: simple ? only : [], steps: simple ? [] : lines, returns };
}
