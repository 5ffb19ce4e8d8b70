import { isIP } from 'node:net';
import { runCommand } from '../../process/run-command.ts';

export interface EchoRequest {
  readonly address: string;
  /** Of the whole IP packet. */
  readonly size?: number | undefined;
  readonly ttl?: number | undefined;
  /** An interface or an address of the router. */
  readonly from?: readonly string[] | undefined;
  readonly dontFragment?: boolean | undefined;
  readonly dscp?: number | undefined;
  /** How long an answer is waited for; a second without it. */
  readonly waitMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface EchoReply {
  /** Who answered, be it with an error. */
  readonly host: string;
  /** Undefined: no answer, or one that says why not. */
  readonly rttMs: number | undefined;
  readonly ttl?: number | undefined;
  /** Until an answer that says why not. */
  readonly errorMs?: number | undefined;
  readonly status: string;
}

/** What the program says about an answer that is none, and how RouterOS names it. */
const errors: readonly (readonly [RegExp, string])[] = [
  [/Time to live exceeded|Hop limit/i, 'TTL exceeded'],
  [/Destination Host Unreachable|Address unreachable/i, 'host unreachable'],
  [/Destination Net Unreachable|No route/i, 'net unreachable'],
  [/Packet filtered|Prohibited|prohibited|not permitted/i, 'packet rejected'],
  [/Frag needed|too big|too long/i, 'fragmentation needed and DF set'],
  [/Network is unreachable/i, 'no route to host'],
];

/** Sends one ICMP echo request from the router and waits for the answer. */
export async function sendEcho(request: EchoRequest): Promise<EchoReply> {
  const { address, size = 56, ttl, from = [], dontFragment = false, dscp, waitMs = 1000, signal } = request;
  const startedAt = performance.now();
  const header = isIP(address) === 6 ? 48 : 28;
  const { stdout, stderr } = await runCommand(
    [
      'ping',
      '-n',
      '-c1',
      '-W',
      String(waitMs / 1000),
      '-s',
      String(Math.max(0, size - header)),
      ...(ttl === undefined ? [] : ['-t', String(ttl)]),
      ...from.flatMap((source) => ['-I', source]),
      ...(dontFragment ? ['-M', 'do'] : []),
      ...(dscp === undefined ? [] : ['-Q', String(dscp * 4)]),
      address,
    ],
    { ...(signal === undefined ? {} : { signal }), timeoutMs: waitMs + 4000 },
  );
  const reply = readReply(address, `${stdout}\n${stderr}`);
  return reply.rttMs === undefined ? { ...reply, errorMs: performance.now() - startedAt } : reply;
}

/** Reads what `ping -c1` printed. */
export function readReply(address: string, output: string): EchoReply {
  const rtt = /time=([\d.]+) ms/.exec(output)?.[1];
  const ttl = /(?:ttl|hlim)=(\d+)/i.exec(output)?.[1];
  if (rtt !== undefined)
    return { host: address, rttMs: Number(rtt), ttl: ttl === undefined ? undefined : Number(ttl), status: '' };
  const host = /^From ([\da-f.:]+)/im.exec(output)?.[1]?.replace(/:$/, '') ?? address;
  const status = errors.find(([pattern]) => pattern.test(output))?.[1] ?? 'timeout';
  return { host, rttMs: undefined, status };
}
