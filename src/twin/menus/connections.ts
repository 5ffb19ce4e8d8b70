import { formatDuration, parseDuration } from '../../routeros/duration.ts';
import type { TrackedConnection, Tuple } from '../kernel/connection-table.ts';
import { forgetConnections, readConnections, removeConnections } from '../kernel/connection-table.ts';
import { isFasttracked } from '../kernel/fasttrack.ts';
import { markOf } from '../kernel/matchers/connection.ts';
import type { Family } from '../kernel/matchers/matching.ts';
import type { SysctlValues } from '../kernel/sysctls.ts';
import { duration } from '../menu/duration-types.ts';
import type { Flag, FlagPlaces, MenuSpec, Props, Row } from '../menu/menu-spec.ts';
import type { Properties } from '../menu/property-type.ts';
import { boolean, integer, oneOf, word } from '../menu/property-type.ts';
import type { Twin } from '../twin.ts';
import type { RosVersion } from '../version.ts';

const flag = (letter: string, name: string): Flag => ({ letter, name });

/** Letters as RouterOS 7 prints them (firewall-facts 6.1). */
function flags({ major }: RosVersion): FlagPlaces {
  return [
    [flag('E', 'expected')],
    [flag('S', 'seen-reply')],
    [flag('A', 'assured')],
    [flag('C', 'confirmed')],
    [flag('D', 'dying')],
    [flag('F', 'fasttrack')],
    ...(major === 6 ? [] : [[flag('H', 'hw-offload')]]),
    [flag('s', 'srcnat')],
    [flag('d', 'dstnat')],
    ...(major === 6 ? [] : [[flag('h', 'uses-helper')]]),
  ];
}

const states: Readonly<Record<string, string>> = {
  SYN_SENT: 'syn-sent',
  SYN_SENT2: 'syn-sent',
  SYN_RECV: 'syn-received',
};
const stateName = (state: string): string => states[state] ?? state.toLowerCase().replace('_', '-');

const amount = integer(0, Number.MAX_SAFE_INTEGER);
const shown = { type: word, readonly: true };
const counted = { type: amount, readonly: true, default: '0' };
const properties: Properties = {
  protocol: shown,
  'src-address': shown,
  'dst-address': shown,
  'reply-src-address': shown,
  'reply-dst-address': shown,
  'tcp-state': shown,
  timeout: shown,
  'connection-mark': shown,
  'connection-type': shown,
  'orig-packets': counted,
  'orig-bytes': counted,
  'repl-packets': counted,
  'repl-bytes': counted,
};

/** Each flag can be asked for by its name. */
const flagProperties = (version: RosVersion): Properties =>
  Object.fromEntries(
    flags(version)
      .flat()
      .map(({ name }) => [name, { type: boolean, readonly: true, default: 'no' }]),
  );

/** `/ip firewall connection`: what the kernel tracks now. */
export function connections(twin: Twin, family: Family): MenuSpec {
  let known: ReadonlyMap<string, TrackedConnection> = new Map();
  const remove = async (rows: readonly Row[]): Promise<void> => {
    if (rows.length === known.size && rows.length > 1) return forgetConnections(family);
    await removeConnections(
      family,
      rows.flatMap(({ id }) => known.get(id) ?? []),
    );
  };
  return {
    path: `${family} firewall connection`,
    kind: 'list',
    fixed: true,
    noSet: true,
    neverExported: true,
    columns: ['protocol', 'src-address', 'dst-address', 'tcp-state', 'timeout'],
    flags: flags(twin.version),
    properties: { ...properties, ...flagProperties(twin.version) },
    refresh: async () => {
      if (!twin.enforced) return;
      known = new Map((await readConnections(family)).map((connection) => [idOf(connection), connection]));
    },
    dynamicRows: () => [...known].map(([id, connection]) => row(twin, id, connection)),
    removeDynamic: (row) => remove([row]),
    removeDynamicRows: (rows) => remove(rows),
  };
}

const idOf = ({ id }: TrackedConnection): string => `*${id.toString(16).toUpperCase()}`;

const endpoint = (address: string, port: string | undefined): string => {
  if (port === undefined) return address;
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
};
const sourceOf = ({ source, sourcePort }: Tuple): string => endpoint(source, sourcePort);
const destinationOf = ({ destination, destinationPort }: Tuple): string => endpoint(destination, destinationPort);

/** What the kernel calls its parts. */
const h323: ReadonlySet<string> = new Set(['RAS', 'Q.931', 'H.245']);

function row(twin: Twin, id: string, connection: TrackedConnection): Row {
  const { protocol, original, reply, state, timeoutSeconds, helper, mark } = connection;
  const number = markOf('connection', mark);
  const name = number === 0 ? undefined : twin.firewall.markName('connection', number);
  const isTurned = (from: string, back: string): boolean => from !== back;
  const props: Props = {
    protocol,
    'src-address': sourceOf(original),
    'dst-address': destinationOf(original),
    'reply-src-address': sourceOf(reply),
    'reply-dst-address': destinationOf(reply),
    ...(state === undefined ? {} : { 'tcp-state': stateName(state) }),
    timeout: formatDuration(timeoutSeconds * 1000),
    ...(name === undefined ? {} : { 'connection-mark': name }),
    ...(helper === undefined ? {} : { 'connection-type': h323.has(helper) ? 'h323' : helper }),
    'orig-packets': original.packets ?? '0',
    'orig-bytes': original.bytes ?? '0',
    'repl-packets': reply.packets ?? '0',
    'repl-bytes': reply.bytes ?? '0',
    ...yes('seen-reply', connection.seenReply),
    ...yes('assured', connection.assured),
    confirmed: 'yes',
    ...yes('fasttrack', isFasttracked(mark)),
    ...yes('srcnat', isTurned(sourceOf(original), destinationOf(reply))),
    ...yes('dstnat', isTurned(destinationOf(original), sourceOf(reply))),
    ...yes('uses-helper', helper !== undefined),
  };
  // No item stands behind it.
  return { id, props, dynamic: true };
}

const yes = (name: string, is: boolean): Props => (is ? { [name]: 'yes' } : {});

/** The kernel's name of each timeout, and what it is when nobody says otherwise (firewall-facts 6.1). */
const timeouts: readonly (readonly [property: string, sysctl: string, usual: string])[] = [
  ['tcp-syn-sent-timeout', 'tcp_timeout_syn_sent', '5s'],
  ['tcp-syn-received-timeout', 'tcp_timeout_syn_recv', '5s'],
  ['tcp-established-timeout', 'tcp_timeout_established', '1d'],
  ['tcp-fin-wait-timeout', 'tcp_timeout_fin_wait', '10s'],
  ['tcp-close-wait-timeout', 'tcp_timeout_close_wait', '10s'],
  ['tcp-last-ack-timeout', 'tcp_timeout_last_ack', '10s'],
  ['tcp-time-wait-timeout', 'tcp_timeout_time_wait', '10s'],
  ['tcp-close-timeout', 'tcp_timeout_close', '10s'],
  ['tcp-max-retrans-timeout', 'tcp_timeout_max_retrans', '5m'],
  ['tcp-unacked-timeout', 'tcp_timeout_unacknowledged', '5m'],
  ['udp-timeout', 'udp_timeout', '10s'],
  ['udp-stream-timeout', 'udp_timeout_stream', '3m'],
  ['icmp-timeout', 'icmp_timeout', '10s'],
  ['generic-timeout', 'generic_timeout', '10m'],
];

/** `/ip firewall connection tracking` */
export function connectionTracking(): MenuSpec {
  const times = timeouts.map(([name, , usual]) => [name, { type: duration, default: usual }] as const);
  return {
    path: 'ip firewall connection tracking',
    differs: 'enabled=yes without any rule tracks nothing',
    kind: 'settings',
    touches: ['firewall'],
    properties: {
      enabled: { type: oneOf('auto', 'yes', 'no'), default: 'auto' },
      ...Object.fromEntries(times),
      'loose-tcp-tracking': { type: boolean, default: 'yes' },
      'liberal-tcp-tracking': { type: boolean, default: 'no' },
    },
  };
}

/** What `/ip firewall connection tracking` is in the kernel. */
export function trackingSysctls(props: Props): SysctlValues {
  const seconds = (time: string): string => String(Math.ceil((parseDuration(time) ?? 0) / 1000));
  const times = timeouts.map(([name, sysctl, usual]) => [sysctl, seconds(props[name] ?? usual)] as const);
  const values: Readonly<Record<string, string>> = {
    ...Object.fromEntries(times),
    icmpv6_timeout: seconds(props['icmp-timeout'] ?? '10s'),
    tcp_loose: props['loose-tcp-tracking'] === 'no' ? '0' : '1',
    tcp_be_liberal: props['liberal-tcp-tracking'] === 'yes' ? '1' : '0',
    // Rules and prints count what each connection carries.
    acct: '1',
  };
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [`net/netfilter/nf_conntrack_${name}`, value]),
  );
}
