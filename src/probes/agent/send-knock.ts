import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, isIPv6 } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { checksum } from '../../core/packet/encode.ts';
import type { Knock } from '../knock-sequence.ts';

/** A knock and how long after the one before it it is due. */
interface PlannedKnock {
  readonly knock: Knock;
  readonly afterMs: number;
}

export interface KnockPlan {
  readonly address: string;
  readonly knocks: readonly PlannedKnock[];
}

/** Long enough for the last knock to be judged before anybody looks; a SYN is repeated only after 1 s. */
const settleMs = 10;

/** Sends exactly one SYN. */
async function sendTcp(host: string, port: number): Promise<void> {
  const socket = connect({ host, port }).on('error', () => undefined);
  // The first tick calls the kernel, which sends or says at once why it can't; what comes later is somebody's answer.
  await nextTick();
  await nextTick();
  const { errored } = socket;
  socket.destroy();
  if (errored !== null) throw errored;
}

const nextTick = (): Promise<void> => new Promise((resolve) => process.nextTick(resolve));

async function sendUdp(host: string, port: number, data: string): Promise<void> {
  const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4');
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  socket.send(data, port, host, (error) => (error ? reject(error) : resolve()));
  await promise.finally(() => socket.close());
}

/** socat rather than ping: it has sent the request when it ends, and does not wait for an answer. */
async function sendEcho(host: string, size: number, pattern: string): Promise<void> {
  const socat = spawn('socat', ['-u', '-b', '65536', 'STDIN', `IP4-SENDTO:${host}:1`], {
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  socat.stdin.end(echoRequest(size, pattern));
  const [code] = await once(socat, 'exit');
  if (code !== 0) throw new Error(`socat ended with ${code}`);
}

/** An ICMP echo request (RFC 792) in an IP packet of this size. */
function echoRequest(size: number, pattern: string): Buffer {
  const packet = Buffer.alloc(size - 20);
  packet.writeUInt8(8, 0);
  // Each ping has an identifier of its own; with an old one it would belong to a connection that is tracked already.
  packet.writeUInt16BE(randomInt(0x1_0000), 4);
  packet.writeUInt16BE(1, 6);
  if (pattern !== '') packet.fill(Buffer.from(pattern, 'hex'), 8);
  packet.writeUInt16BE(checksum(packet), 2);
  return packet;
}

async function send(host: string, knock: Knock): Promise<void> {
  if (knock.protocol === 'tcp') return sendTcp(host, knock.port);
  if (knock.protocol === 'udp') return sendUdp(host, knock.port, knock.data);
  return sendEcho(host, knock.size, knock.pattern);
}

/** Sends a whole sequence, so that the gaps are kept. Rejects when a knock could not be sent. */
export async function sendKnocks({ address, knocks }: KnockPlan): Promise<void> {
  let dueMs = performance.now();
  for (const { knock, afterMs } of knocks) {
    dueMs = Math.max(dueMs + afterMs, performance.now());
    await sleep(dueMs - performance.now());
    await send(address, knock);
  }
  await sleep(settleMs);
}
