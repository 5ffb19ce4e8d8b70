import { KnocklabError } from '../core/errors.ts';
import type { Host } from '../lab/host.ts';
import { probeFailure, runTool } from './run-tool.ts';

export interface PingOptions {
  /** One unless given. */
  readonly count?: number;
  /** Of the whole IP packet in bytes, as RouterOS's `packet-size` counts: 28 more than `ping -s` is given. */
  readonly size?: number;
  /** Up to 16 bytes in hexadecimal that fill the packet, as `ping -p` takes them. */
  readonly pattern?: string;
  /** How long the last answer is waited for; one second unless given. */
  readonly timeoutMs?: number;
}

export interface PingResult {
  readonly command: string;
  readonly sent: number;
  readonly received: number;
  readonly durationMs: number;
}

/** The IP and the ICMP header. */
export const icmpOverhead = 28;

/** Sends echo requests from a host and counts the answers. */
export async function ping(from: Host, address: string, options: PingOptions = {}): Promise<PingResult> {
  const result = await runTool(from, pingCommand(address, options));
  // 1: nobody answered, which is an answer, too. 2: ping itself failed.
  const counts = /(\d+) packets transmitted, (\d+) received/.exec(result.stdout);
  if (counts === null || result.exitCode === 2)
    throw probeFailure('probe/ping-failed', 'ping could not be sent', result);
  const [sent = 0, received = 0] = counts.slice(1).map(Number);
  return { command: result.command, sent, received, durationMs: result.durationMs };
}

function pingCommand(address: string, { count = 1, size, pattern, timeoutMs = 1000 }: PingOptions): string[] {
  if (size !== undefined && size < icmpOverhead) {
    throw new KnocklabError(
      'input/ping-size',
      `A ping of ${size} bytes is too small: its headers take ${icmpOverhead}.`,
    );
  }
  return [
    'ping',
    '-n',
    '-c',
    `${count}`,
    '-W',
    `${timeoutMs / 1000}`,
    // Not faster than an ordinary user may: 0.2 s.
    ...(count > 1 ? ['-i', '0.2'] : []),
    ...(size === undefined ? [] : ['-s', `${size - icmpOverhead}`]),
    ...(pattern === undefined ? [] : ['-p', pattern]),
    address,
  ];
}
