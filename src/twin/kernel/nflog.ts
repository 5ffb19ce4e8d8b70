import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { decodeIp } from '../../core/packet/ip.ts';
import type { NflogPacket } from '../../core/packet/nflog.ts';
import { decodeNflog } from '../../core/packet/nflog.ts';
import { createPcapReader } from '../../core/packet/pcap.ts';
import type { RunningProcess } from '../../process/command.ts';
import { startProcess } from '../../process/start-process.ts';

export const nflogGroup = 5;
/** A UDP port of the router's loopback that nothing listens on: packets to it mark a moment in the stream of packets. */
export const markerPort = 18_729;
export const markerPrefix = '=';

const markerTimeoutMs = 10_000;
const markerRepeatMs = 100;

/**
 * The packets that rules hand over, in order, as dumpcap reads them (ulogd loses packets, tcpdump refuses to run without
 * root: kernel-facts). `flush` waits until everything that was logged before it has been read.
 */
export class NflogReader implements AsyncDisposable {
  readonly #process: RunningProcess;
  readonly #socket = createSocket('udp4');
  readonly #waiting = new Map<number, () => void>();
  #marker = 0;
  #failure: Error | undefined;

  private constructor(process: RunningProcess) {
    this.#process = process;
  }

  static async start(onPacket: (packet: NflogPacket) => void): Promise<NflogReader> {
    const process = await startProcess(['dumpcap', '-q', '-P', '-i', `nflog:${nflogGroup}`, '-w', '-']);
    const reader = new NflogReader(process);
    const pcap = createPcapReader();
    const begun = new Promise<void>((resolve) => {
      process.stdout.on('data', (chunk: Buffer) => {
        resolve();
        for (const record of pcap.read(chunk)) reader.#take(decodeNflog(record), onPacket);
      });
    });
    void process.ended.then((result) => reader.#fail(new Error(`dumpcap ended: ${result.stderr.trim()}`)));
    await Promise.race([begun, process.ended]);
    if (reader.#failure !== undefined) throw reader.#failure;
    return reader;
  }

  #take(packet: NflogPacket, onPacket: (packet: NflogPacket) => void): void {
    if (packet.prefix !== markerPrefix) {
      onPacket(packet);
      return;
    }
    const marker = decodeIp(packet.payload)?.payload.readUInt32BE(0) ?? 0;
    this.#waiting.get(marker)?.();
    this.#waiting.delete(marker);
  }

  #fail(error: Error): void {
    this.#failure = error;
    for (const wake of this.#waiting.values()) wake();
    this.#waiting.clear();
  }

  /** Everything that was logged until now has been handed to `onPacket` when this settles. */
  async flush(): Promise<void> {
    const marker = ++this.#marker;
    const seen = new Promise<void>((resolve) => this.#waiting.set(marker, resolve));
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(marker);
    const mark = (): void => this.#socket.send(bytes, markerPort, '127.0.0.1');
    mark();
    // In a flood the kernel throws packets away that nobody has fetched yet, the marker among them.
    const again = setInterval(mark, markerRepeatMs);
    const lost = setTimeout(() => this.#fail(new Error('packets handed to NFLOG do not arrive')), markerTimeoutMs);
    await seen;
    clearTimeout(lost);
    clearInterval(again);
    if (this.#failure !== undefined) throw this.#failure;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#socket.close();
    await once(this.#socket, 'close');
    await this.#process[Symbol.asyncDispose]();
  }
}
