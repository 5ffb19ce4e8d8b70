import { KnocklabError } from '../core/errors.ts';
import { type DecodedPacket, decodeRecord } from '../core/packet/decode.ts';
import { createPcapReader, fileHeaderLength, type PcapRecord, recordHeaderLength } from '../core/packet/pcap.ts';
import type { Host } from '../lab/host.ts';
import type { CommandResult, RunningProcess } from '../process/command.ts';
import { isMissing, missingTool, probeFailure, runTool } from './run-tool.ts';

export interface CaptureOptions {
  /** A capture filter (pcap-filter(7)): `tcp port 22`. */
  readonly filter?: string;
}

interface CaptureResult {
  readonly pcap: Buffer;
  readonly packets: readonly DecodedPacket[];
}

/** A capture that goes on. */
export interface Capture extends AsyncDisposable {
  /** Ends it and gives every packet that had passed by then. */
  stop(): Promise<CaptureResult>;
}

// dumpcap hands packets over up to 250 ms late and throws away what it has when it is told to end. So the end is marked
// by a frame of our own on the same interface, which no IP stack looks at: IEEE 802's local experimental type 1.
const markerType = 0x88b5;
const marker = Buffer.from('020000000001 020000000002 88b5 6b6e6f636b6c6162'.replaceAll(' ', ''), 'hex');

const patienceMs = 5000;

/** Captures on an interface of a host with dumpcap. When this settles, the capture has begun. */
export async function startCapture(
  from: Host,
  interfaceName: string,
  { filter }: CaptureOptions = {},
): Promise<Capture> {
  const only = filter === undefined ? [] : ['-f', `(${filter}) or ether proto ${markerType}`];
  const dumpcap = await from.start(['dumpcap', '-q', '-P', '-B', '16', '-i', interfaceName, ...only, '-w', '-']);
  const recording = new Recording(from, interfaceName, dumpcap);
  await recording.begin();
  return recording;
}

class Recording implements Capture {
  readonly #host: Host;
  readonly #interface: string;
  readonly #dumpcap: RunningProcess;
  readonly #reader = createPcapReader();
  readonly #chunks: Buffer[] = [];
  readonly #packets: DecodedPacket[] = [];
  /** Of the capture without its marker. */
  #length = fileHeaderLength;
  #hasEnded = false;
  readonly #begun = Promise.withResolvers<void>();
  readonly #marked = Promise.withResolvers<void>();

  constructor(host: Host, interfaceName: string, dumpcap: RunningProcess) {
    this.#host = host;
    this.#interface = interfaceName;
    this.#dumpcap = dumpcap;
    dumpcap.stdout.on('data', (chunk: Buffer) => this.#take(chunk));
    for (const { promise } of [this.#begun, this.#marked]) promise.catch(() => undefined);
    void dumpcap.ended.then((result) => this.#fail(this.#endedEarly(result)));
  }

  async begin(): Promise<void> {
    try {
      await this.#within(this.#begun.promise, 'did not begin');
    } catch (error) {
      await this[Symbol.asyncDispose]();
      throw error;
    }
  }

  async stop(): Promise<CaptureResult> {
    await using dumpcap = this.#dumpcap;
    const sent = await runTool(this.#host, ['socat', '-u', 'STDIN', `INTERFACE:${this.#interface}`], { input: marker });
    if (sent.exitCode !== 0) throw probeFailure('probe/capture-failed', "The capture's end could not be marked", sent);
    await this.#within(this.#marked.promise, 'did not show its end');
    dumpcap.kill();
    expectNothingLost(await dumpcap.ended);
    return { pcap: Buffer.concat(this.#chunks).subarray(0, this.#length), packets: [...this.#packets] };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#dumpcap[Symbol.asyncDispose]();
  }

  #take(chunk: Buffer): void {
    this.#chunks.push(chunk);
    try {
      for (const record of this.#reader.read(chunk)) this.#add(record);
      // The file's header is written when the socket is bound and the filter set.
      this.#begun.resolve();
    } catch (error) {
      this.#fail(error);
    }
  }

  /** What comes behind the marker isn't part of the capture. */
  #add(record: PcapRecord): void {
    if (this.#hasEnded) return;
    if (record.data.equals(marker)) {
      this.#hasEnded = true;
      this.#marked.resolve();
      return;
    }
    this.#packets.push(decodeRecord(record));
    this.#length += recordHeaderLength + record.data.length;
  }

  #fail(error: unknown): void {
    this.#begun.reject(error);
    this.#marked.reject(error);
  }

  #endedEarly(result: CommandResult): KnocklabError {
    if (isMissing(result)) return missingTool(this.#host, result);
    return probeFailure(
      'probe/capture-failed',
      `The capture on ${this.#interface} of "${this.#host.name}" ended`,
      result,
    );
  }

  async #within(event: Promise<void>, problem: string): Promise<void> {
    const { promise, reject } = Promise.withResolvers<never>();
    const message = `The capture on ${this.#interface} of "${this.#host.name}" ${problem} within ${patienceMs} ms.`;
    const deadline = setTimeout(() => reject(new KnocklabError('probe/capture-failed', message)), patienceMs);
    await Promise.race([event, promise]).finally(() => clearTimeout(deadline));
  }
}

/** A capture with holes can't show that something was not sent. */
function expectNothingLost(result: CommandResult): void {
  const dropped = /received\/dropped on interface .*: \d+\/(\d+)/.exec(result.stderr)?.[1] ?? '0';
  if (dropped !== '0') throw probeFailure('probe/capture-lost', `The kernel dropped ${dropped} packets`, result);
}
