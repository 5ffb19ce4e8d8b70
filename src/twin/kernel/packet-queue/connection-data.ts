import { decodeIp, type IpPacket } from '../../../core/packet/ip.ts';
import type { QueuedPacket } from './packet-queue.ts';
import { globMatches, serverName } from './server-name.ts';

/** nfmark: the queue has seen the packet; the packet is a ClientHello with a name. */
export const seenBit = 0x80000000;
export const namedBit = 0x10000000;
/** nfmark: the number of a label, less one, that the packet's connection is to get; zero for none. */
export const labelShift = 20;
export const labelMask = 0xff;
/** The label of connections that nothing can be found out about any more. */
export const doneLabel = 127;

/** RouterOS looks at the first ten packets or two kilobytes of a connection, both directions together (firewall-facts 1.7). */
const mostPackets = 10;
const mostBytes = 2048;
/** Connections that are being looked at; the oldest gives way. */
const mostConnections = 10_000;

/** Something to find in connections: `matches` gets their data so far as latin1 text. */
export interface Pattern {
  readonly label: number;
  readonly matches: (data: string) => boolean;
}

export interface HostPattern {
  readonly label: number;
  readonly glob: string;
}

interface Watched {
  packets: number;
  data: string;
  readonly found: Set<number>;
  /** Labels that the packet that is held has yet to give. */
  pending: number[];
  isNamed: boolean;
}

/** What the first packets of each connection tell: which layer7 patterns and which TLS names. */
export class ConnectionData {
  readonly #connections = new Map<string, Watched>();
  patterns: readonly Pattern[] = [];
  hosts: readonly HostPattern[] = [];

  /** The packet's new mark. A label is given by a rule that finds its number there: one each time the packet comes round. */
  judge({ mark, payload }: QueuedPacket): number {
    const plain = (mark & ~(labelMask << labelShift)) >>> 0;
    const ip = decodeIp(payload);
    if (ip === undefined) return (plain | seenBit) >>> 0;
    const key = keyOf(ip, payload);
    // The same ends may meet again: a connection that begins anew is another one.
    if (mark === plain && begins(ip)) this.#connections.delete(key);
    const watched = this.#of(key);
    if (mark === plain) this.#look(watched, ip);
    const label = watched.pending.shift();
    const isLast = watched.pending.length === 0;
    if (isLast && isOver(watched)) this.#connections.delete(key);
    const number = label === undefined ? 0 : label + 1;
    const flags = (isLast ? seenBit : 0) | (watched.isNamed ? namedBit : 0);
    return (plain | flags | (number << labelShift)) >>> 0;
  }

  #look(watched: Watched, ip: IpPacket): void {
    watched.packets += 1;
    const name = ip.tcp === undefined ? undefined : serverName(ip.payload);
    watched.isNamed = name !== undefined;
    const labels = [...this.#newPatterns(watched, ip.payload), ...this.#hostLabels(name)];
    // The last label of all comes last: it keeps the packet from coming round again.
    // Another packet of the connection may still be on its round: whoever comes next gives the label.
    watched.pending.push(...labels, ...(isOver(watched) ? [doneLabel] : []));
  }

  #of(key: string): Watched {
    const known = this.#connections.get(key);
    if (known !== undefined) return known;
    const [oldest] = this.#connections.keys();
    if (this.#connections.size >= mostConnections && oldest !== undefined) this.#connections.delete(oldest);
    const fresh: Watched = { packets: 0, data: '', found: new Set(), pending: [], isNamed: false };
    this.#connections.set(key, fresh);
    return fresh;
  }

  #newPatterns(watched: Watched, payload: Buffer): number[] {
    if (payload.length === 0) return [];
    // Pattern matching ends at a zero byte in C: they are left out.
    watched.data = `${watched.data}${payload.toString('latin1').replaceAll('\0', '')}`.slice(0, mostBytes);
    const fresh = this.patterns.filter(({ label, matches }) => !watched.found.has(label) && matches(watched.data));
    for (const { label } of fresh) watched.found.add(label);
    return fresh.map(({ label }) => label);
  }

  #hostLabels(name: string | undefined): number[] {
    if (name === undefined) return [];
    return this.hosts.filter(({ glob }) => globMatches(glob, name)).map(({ label }) => label);
  }
}

const isOver = ({ packets, data }: Watched): boolean => packets >= mostPackets || data.length >= mostBytes;

const begins = ({ tcp }: IpPacket): boolean => tcp?.flags.includes('SYN') === true && !tcp.flags.includes('ACK');

/** Both directions of a connection have the same; echo requests and their answers share an identifier (RFC 792). */
function keyOf(ip: IpPacket, packet: Buffer): string {
  const identifier = ip.icmp === undefined ? 0 : identifierOf(ip, packet);
  const ports = ip.tcp ?? ip.udp ?? { sourcePort: identifier, destinationPort: identifier };
  const ends = [`${ip.source} ${ports.sourcePort}`, `${ip.destination} ${ports.destinationPort}`];
  return `${ip.protocol} ${ends.toSorted().join(' ')}`;
}

/** Behind type, code and checksum. */
function identifierOf({ payload }: IpPacket, packet: Buffer): number {
  const at = packet.length - payload.length - 4;
  return at >= 0 && at + 2 <= packet.length ? packet.readUInt16BE(at) : 0;
}
