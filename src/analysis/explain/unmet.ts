import { BlockList, isIP } from 'node:net';
import type { Family } from '../../router/packet-trace.ts';
import type { Row } from '../../routeros/api/sentence.ts';

/** What is known of a packet when it arrives. */
export interface PacketFacts {
  readonly family: Family;
  readonly source: string;
  readonly destination: string;
  readonly protocol: 'tcp' | 'udp' | 'icmp' | 'icmpv6';
  /** TCP and UDP. */
  readonly port?: number;
  readonly state: 'new' | 'established';
  /** Undefined: not known. */
  readonly inInterface?: string;
  /** Names of the address lists that held the one or the other before it came. */
  readonly sourceLists: ReadonlySet<string>;
  readonly destinationLists: ReadonlySet<string>;
}

/**
 * The first matcher of a rule that this packet certainly does not meet, as it is written in the rule. Undefined: none of those that
 * are looked at here, or what they ask for has changed on the way.
 */
export function unmetMatcher(row: Row, facts: PacketFacts): string | undefined {
  const name = Object.keys(matchers).find((matcher) => {
    const value = row[matcher];
    return value !== undefined && isUnmet(value, (text) => matchers[matcher]?.(text, facts));
  });
  return name === undefined ? undefined : `${name}=${row[name]}`;
}

type Matcher = (value: string, facts: PacketFacts) => boolean | undefined;

const matchers: Readonly<Record<string, Matcher>> = {
  protocol: (value, { protocol }) => value === protocol,
  'dst-port': (value, { port }) => (port === undefined ? false : holdsPort(value, port)),
  'connection-state': (value, { state }) => value.split(',').includes(state),
  'src-address': (value, { source }) => holdsAddress(value, source),
  'dst-address': (value, { destination }) => holdsAddress(value, destination),
  'in-interface': (value, { inInterface }) => (inInterface === undefined ? undefined : value === inInterface),
  'src-address-list': (value, { sourceLists }) => sourceLists.has(value),
  'dst-address-list': (value, { destinationLists }) => destinationLists.has(value),
};

function isUnmet(value: string, holds: (value: string) => boolean | undefined): boolean {
  const isNegated = value.startsWith('!');
  const held = holds(isNegated ? value.slice(1) : value);
  return held === undefined ? false : held === isNegated;
}

function holdsPort(ports: string, port: number): boolean {
  return ports.split(',').some((part) => {
    const [from, to = from] = part.split('-').map(Number);
    return from !== undefined && to !== undefined && from <= port && port <= to;
  });
}

/** `192.0.2.1`, `192.0.2.0/24`, `192.0.2.1-192.0.2.9`, `2001:db8::/32` …; undefined for what is none of them. */
export function holdsAddress(range: string, address: string): boolean | undefined {
  const list = new BlockList();
  const [network = '', length] = range.split('/');
  const [first = '', last] = range.split('-');
  const version = isIP(address);
  if (version === 0 || isIP(last === undefined ? network : first) !== version) return undefined;
  const type = version === 6 ? 'ipv6' : 'ipv4';
  if (last !== undefined) list.addRange(first, last, type);
  else list.addSubnet(network, Number(length ?? (version === 6 ? 128 : 32)), type);
  return list.check(address, type);
}
