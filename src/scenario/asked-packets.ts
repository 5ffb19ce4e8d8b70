import type { DecodedPacket } from '../core/packet/decode.ts';
import type { IpPacket } from '../core/packet/ip.ts';
import type { PacketAnswer, PacketsRow } from '../trace/events.ts';

/** A trace is read by people and programs; beyond this the capture itself has to be opened. */
const mostAsked = 6000;

interface Question {
  readonly from: string;
  readonly to: string;
  readonly protocol: PacketsRow['protocol'];
  readonly atMs: number;
  readonly port: number;
  answer: PacketAnswer;
}

/**
 * Who asked whom at which port, and what came back: the first packet of each TCP connection, UDP exchange and ping. A
 * packet that is sent again for want of an answer counts once.
 */
export function askedPackets(
  packets: readonly DecodedPacket[],
  sinceStart: (epochMs: number) => number,
): { rows: PacketsRow[]; left: number } {
  const questions = questionsOf(packets);
  const kept = questions.slice(0, mostAsked);
  const flows = Map.groupBy(kept, ({ from, to, protocol }) => `${from} ${to} ${protocol}`);
  const rows = [...flows.values()].flatMap((flow) => {
    const [first] = flow;
    if (first === undefined) return [];
    const asked = flow.map(({ atMs, port, answer }) => [sinceStart(atMs), port, answer] as const);
    return [{ from: first.from, to: first.to, protocol: first.protocol, asked }];
  });
  return { rows, left: questions.length - kept.length };
}

function questionsOf(packets: readonly DecodedPacket[]): Question[] {
  const open = new Map<string, Question>();
  const questions: Question[] = [];
  for (const { atMs, ip } of packets) {
    if (ip === undefined) continue;
    const answered = open.get(answerKey(ip));
    if (answered !== undefined) {
      if (answered.answer === 'none') answered.answer = answerOf(ip);
      continue;
    }
    const key = questionKey(ip);
    if (key === undefined || isRepeated(open.get(key), atMs)) continue;
    const { source: from, destination: to } = ip;
    const question: Question = { from, to, protocol: protocolOf(ip), atMs, port: portOf(ip), answer: 'none' };
    open.set(key, question);
    questions.push(question);
  }
  return questions;
}

/** Sent again within the time in which TCP tries again; each ping is asked once. */
function isRepeated(before: Question | undefined, atMs: number): boolean {
  return before !== undefined && before.protocol !== 'icmp' && atMs - before.atMs < 10_000;
}

function protocolOf({ tcp, udp }: IpPacket): PacketsRow['protocol'] {
  if (tcp !== undefined) return 'tcp';
  return udp === undefined ? 'icmp' : 'udp';
}

function portOf({ tcp, udp }: IpPacket): number {
  return tcp?.destinationPort ?? udp?.destinationPort ?? 0;
}

/** Undefined: a packet that asks nothing. */
function questionKey(ip: IpPacket): string | undefined {
  const { source, destination, tcp, udp, icmp } = ip;
  const flow = `${source} ${destination}`;
  if (tcp !== undefined) {
    const opens = tcp.flags.includes('SYN') && !tcp.flags.includes('ACK');
    return opens ? `tcp ${flow} ${tcp.sourcePort} ${tcp.destinationPort}` : undefined;
  }
  if (udp !== undefined) return `udp ${flow} ${udp.sourcePort} ${udp.destinationPort}`;
  return icmp !== undefined && isEchoRequest(ip) ? `icmp ${flow}` : undefined;
}

/** The question that a packet would answer. */
function answerKey(ip: IpPacket): string {
  const { source, destination, tcp, udp } = ip;
  const flow = `${destination} ${source}`;
  if (tcp !== undefined) return `tcp ${flow} ${tcp.destinationPort} ${tcp.sourcePort}`;
  if (udp !== undefined) return `udp ${flow} ${udp.destinationPort} ${udp.sourcePort}`;
  return isEchoRequest(ip) ? '' : `icmp ${flow}`;
}

function answerOf({ tcp }: IpPacket): PacketAnswer {
  return tcp?.flags.includes('RST') === true ? 'no' : 'yes';
}

/** Type 8 of ICMP (RFC 792), 128 of ICMPv6 (RFC 4443). */
function isEchoRequest({ icmp, version }: IpPacket): boolean {
  return icmp?.type === (version === 4 ? 8 : 128);
}
