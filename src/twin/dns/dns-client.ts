import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { connect, isIP } from 'node:net';
import type { DnsAnswer } from './dns-cache.ts';
import type { DnsMessage, DnsQuestion } from './dns-message.ts';
import { decodeMessage, encodeMessage } from './dns-message.ts';

export interface DnsServerAddress {
  readonly address: string;
  readonly port: number;
}

/** Asks one server once, by UDP, and by TCP what does not fit; undefined: no answer in time. */
export async function ask(
  question: DnsQuestion,
  server: DnsServerAddress,
  timeoutMs: number,
): Promise<DnsAnswer | undefined> {
  const query = encodeMessage({
    id: randomInt(0x1_0000),
    isResponse: false,
    operation: 0,
    truncated: false,
    recursionDesired: true,
    code: 0,
    question,
    answers: [],
  });
  const answer = await byUdp(query, server, timeoutMs);
  const whole = answer?.truncated === true ? await byTcp(query, server, timeoutMs) : answer;
  return whole === undefined ? undefined : { code: whole.code, records: whole.answers };
}

/** An answer is one only if it bears the number and the name that were asked. */
const isAnswerTo = (query: Buffer, message: DnsMessage | undefined): message is DnsMessage =>
  message?.isResponse === true && message.id === query.readUInt16BE(0);

function byUdp(query: Buffer, { address, port }: DnsServerAddress, timeoutMs: number): Promise<DnsMessage | undefined> {
  return new Promise((resolve) => {
    const socket = createSocket(isIP(address) === 6 ? 'udp6' : 'udp4');
    let ended = false;
    const end = (message: DnsMessage | undefined): void => {
      if (ended) return;
      ended = true;
      clearTimeout(timer);
      socket.close();
      resolve(message);
    };
    const timer = setTimeout(() => end(undefined), timeoutMs);
    socket.on('message', (bytes) => {
      const message = decodeMessage(bytes);
      if (isAnswerTo(query, message)) end(message);
    });
    socket.on('error', () => end(undefined));
    // Connected: an ICMP error is told, and strangers are not heard.
    // A callback of `connect` would also be called when there is no way to the server.
    socket.on('connect', () => {
      if (!ended) socket.send(query);
    });
    socket.connect(port, address);
  });
}

function byTcp(query: Buffer, { address, port }: DnsServerAddress, timeoutMs: number): Promise<DnsMessage | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port, timeout: timeoutMs });
    let received = Buffer.alloc(0);
    const end = (message: DnsMessage | undefined): void => {
      socket.destroy();
      resolve(message);
    };
    socket.on('connect', () => socket.write(withLength(query)));
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      if (received.length < 2 || received.length < 2 + received.readUInt16BE(0)) return;
      const message = decodeMessage(received.subarray(2, 2 + received.readUInt16BE(0)));
      end(isAnswerTo(query, message) ? message : undefined);
    });
    for (const event of ['error', 'timeout', 'close'] as const) socket.on(event, () => end(undefined));
  });
}

/** As messages stand in a TCP stream. */
export function withLength(message: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(message.length, 0);
  return Buffer.concat([length, message]);
}
