import { isIPv6 } from 'node:net';
import { encodePacket, type ForgedPacket } from '../core/packet/encode.ts';
import type { Host } from '../lab/host.ts';
import { probeFailure, runTool } from './run-tool.ts';

export interface ForgeResult {
  readonly command: string;
  /** How many packets were handed to the kernel. */
  readonly sent: number;
  readonly durationMs: number;
}

/** IPPROTO_RAW: the packet's own header is sent as it is, whatever source it claims (raw(7); with IPv6 too, ipv6(7)). */
const raw = 255;

/**
 * Sends packets that claim to come from elsewhere, in their order, by a raw socket of the host. Answers go to whom they
 * claim to come from.
 */
export async function forge(from: Host, packets: readonly ForgedPacket[]): Promise<ForgeResult> {
  const startedAt = performance.now();
  let command = '';
  for (const group of groups(packets)) command = await send(from, group);
  return { command, sent: packets.length, durationMs: Math.round(performance.now() - startedAt) };
}

/** What one socat can send: to one address, in blocks of one size, because it cuts its input into these. */
interface Group {
  readonly destination: string;
  readonly length: number;
  readonly packets: Buffer[];
}

function groups(packets: readonly ForgedPacket[]): Group[] {
  const all: Group[] = [];
  for (const packet of packets) {
    const { destination } = packet;
    const bytes = encodePacket(packet);
    const last = all.at(-1);
    if (last?.destination === destination && last.length === bytes.length) last.packets.push(bytes);
    else all.push({ destination, length: bytes.length, packets: [bytes] });
  }
  return all;
}

/** Out of a file: a pipe would now and then give less than a whole packet. */
const sender =
  'file=$(mktemp) && cat > "$file" && socat -u -b "$1" "FILE:$file" "$2"; code=$?; rm -f "$file"; exit $code';

async function send(from: Host, { destination, length, packets }: Group): Promise<string> {
  const to = isIPv6(destination) ? `IP6-SENDTO:[${destination}]:${raw}` : `IP4-SENDTO:${destination}:${raw}`;
  const argv = ['sh', '-c', sender, 'forge', `${length}`, to];
  const result = await runTool(from, argv, { input: Buffer.concat(packets), timeoutMs: 60_000 });
  if (result.exitCode !== 0) throw probeFailure('probe/forge-failed', 'Forged packets could not be sent', result);
  return result.command;
}
