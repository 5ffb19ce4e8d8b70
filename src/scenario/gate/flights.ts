import type { DecodedPacket } from '../../core/packet/decode.ts';
import type { IpPacket } from '../../core/packet/ip.ts';
import type { FlightRow } from '../../trace/events.ts';

/** A packet, and the interface of a host where it passed. */
export interface PassedPacket {
  readonly host: string;
  /** Of that interface: what it sends has this as its source, whatever address it claims. */
  readonly mac: string;
  readonly packet: DecodedPacket;
  /** When we were told: a busy machine hands packets over late, and their answers later still. */
  readonly heardMs: number;
}

/** Collects packets as they pass; `take` gives those of which it is known what came back. */
export interface Flights {
  pass(passed: PassedPacket): void;
  take(nowMs: number): FlightRow[];
}

interface Asked extends FlightRow {
  readonly epochMs: number;
  readonly heardMs: number;
  answer?: string;
}

/** Who has not been answered by then, is shown as met by silence. */
const patienceMs = 1500;
/** A flow that speaks again after that is shown again. */
const forgottenMs = 10_000;
/** Nobody can look at more; the others are counted. */
const mostRows = 24;

export function createFlights(sinceStart: (epochMs: number) => number): Flights {
  const waiting: Asked[] = [];
  /** By the way that a packet goes: who asked whom, from and at which port. */
  const flows = new Map<string, Asked>();
  /** Ways on which a question has arrived from elsewhere: what goes back on them is an answer. */
  const arrived = new Map<string, number>();
  return {
    pass: ({ host, mac, heardMs, packet: { atMs, ethernet, ip } }) => {
      if (ip === undefined || ethernet === undefined || isForMany(ethernet.destination)) return;
      const answered = flows.get(wayBack(ip));
      if (answered !== undefined) {
        answered.answer ??= textOf(ip);
        return;
      }
      if (ethernet.source !== mac) {
        // An access point in between sees both ways, and its capture may tell of them before the asker's does.
        if (ethernet.destination === mac) arrived.set(wayOf(ip), atMs);
        return;
      }
      if (isRecent(arrived.get(wayBack(ip)), atMs) || isRecent(flows.get(wayOf(ip))?.epochMs, atMs)) return;
      const asked = { ...rowOf(host, ip), at: sinceStart(atMs), epochMs: atMs, heardMs };
      flows.set(wayOf(ip), asked);
      waiting.push(asked);
    },
    take: (nowMs) => {
      for (const [way, { epochMs }] of flows) if (nowMs - epochMs > forgottenMs) flows.delete(way);
      for (const [way, atMs] of arrived) if (nowMs - atMs > forgottenMs) arrived.delete(way);
      const known = waiting.filter(({ answer, heardMs }) => answer !== undefined || nowMs - heardMs > patienceMs);
      for (const one of known) waiting.splice(waiting.indexOf(one), 1);
      return thinned(known);
    },
  };
}

const isRecent = (before: number | undefined, atMs: number): boolean =>
  before !== undefined && atMs - before < forgottenMs;

/** Broadcast and multicast: the lowest bit of the first octet (IEEE 802). */
function isForMany(mac: string): boolean {
  return (Number.parseInt(mac.slice(0, 2), 16) & 1) === 1;
}

/** The first of each kind – who asked whom, how, and what came back – and with the last of them how many were like it. */
function thinned(asked: readonly Asked[]): FlightRow[] {
  const kinds = [...Map.groupBy(asked, kindOf).values()];
  const share = asked.length <= mostRows ? mostRows : Math.max(1, Math.floor(mostRows / kinds.length));
  return kinds
    .slice(0, mostRows)
    .flatMap((kind) => {
      const left = kind.length - share;
      return kind.slice(0, share).map(({ epochMs: _epoch, heardMs: _heard, ...row }, index) => {
        return left > 0 && index === share - 1 ? { ...row, left } : row;
      });
    })
    .toSorted((a, b) => a.at - b.at);
}

function kindOf({ from, to, protocol, sent, answer = '' }: FlightRow): string {
  return [from, to, protocol, sent, answer].join(' ');
}

function rowOf(host: string, ip: IpPacket): Omit<FlightRow, 'at'> {
  const { source, destination: to, tcp, udp } = ip;
  const port = tcp?.destinationPort ?? udp?.destinationPort;
  return { from: host, source, to, protocol: ip.protocol, ...(port === undefined ? {} : { port }), sent: textOf(ip) };
}

/** What a packet is, as tcpdump's readers know it: its flags, its type, or nothing more than its protocol. */
function textOf({ tcp, icmp, protocol }: IpPacket): string {
  if (tcp !== undefined) return tcp.flags.length === 0 ? 'no flags' : tcp.flags.join(' ');
  if (icmp === undefined) return protocol.toUpperCase();
  return icmpNames[`${protocol} ${icmp.type}`] ?? `${protocol.toUpperCase()} ${icmp.type}/${icmp.code}`;
}

/** RFC 792 and RFC 4443. */
const icmpNames: Readonly<Record<string, string>> = {
  'icmp 0': 'echo reply',
  'icmp 3': 'unreachable',
  'icmp 8': 'echo',
  'icmp 11': 'time exceeded',
  'icmpv6 1': 'unreachable',
  'icmpv6 3': 'time exceeded',
  'icmpv6 128': 'echo',
  'icmpv6 129': 'echo reply',
};

function wayOf(ip: IpPacket): string {
  return way(ip.source, ip.destination, ip, false);
}

function wayBack(ip: IpPacket): string {
  return way(ip.destination, ip.source, ip, true);
}

function way(from: string, to: string, { protocol, tcp, udp }: IpPacket, isBack: boolean): string {
  const { sourcePort = 0, destinationPort = 0 } = tcp ?? udp ?? {};
  const ports = isBack ? [destinationPort, sourcePort] : [sourcePort, destinationPort];
  return [protocol, from, to, ...ports].join(' ');
}
