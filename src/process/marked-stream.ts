import type { Readable } from 'node:stream';

/** Output up to a mark, which is always the last that has come when it comes. */
export interface MarkedText {
  readonly text: string;
  readonly mark: string;
}

/** A stream in which a mark of known length stands behind each piece that belongs together. */
export class MarkedStream {
  readonly #start: string;
  readonly #length: number;
  #chunks: Buffer[] = [];
  #tail = Buffer.alloc(0);
  #ready: ((marked: MarkedText) => void) | undefined;

  /** A mark is `length` characters of ASCII that begin with `start`. */
  constructor(source: Readable | null, start: string, length: number) {
    this.#start = start;
    this.#length = length;
    source?.on('data', (chunk: Buffer) => this.#take(chunk));
  }

  /** What comes from now on, once its mark has come. */
  next(): Promise<MarkedText> {
    const { promise, resolve } = Promise.withResolvers<MarkedText>();
    this.#ready = resolve;
    return promise;
  }

  /** What has come without a mark. */
  get unmarked(): string {
    return Buffer.concat(this.#chunks).toString('utf8');
  }

  #take(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#tail = Buffer.concat([this.#tail, chunk]).subarray(-this.#length);
    const mark = this.#tail.toString('latin1');
    if (mark.length < this.#length || !mark.startsWith(this.#start)) return;
    const all = Buffer.concat(this.#chunks);
    this.#chunks = [];
    this.#tail = Buffer.alloc(0);
    this.#ready?.({ text: all.subarray(0, -this.#length).toString('utf8'), mark });
  }
}
