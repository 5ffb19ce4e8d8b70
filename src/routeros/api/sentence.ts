import { bytesOfText, textOfBytes } from '../byte-text.ts';

/** The words of one API sentence, without the empty word that ends it on the wire (MikroTik's manual, "API"). */
export type Sentence = readonly string[];

/** One record of a menu as RouterOS names its properties: `{ '.id': '*1', 'src-address': '192.0.2.1' }`. */
export type Row = Readonly<Record<string, string>>;

/** Bytes that cannot be a sentence, or one larger than we are willing to hold. The connection is of no use after it. */
export class SentenceError extends Error {
  override readonly name = 'SentenceError';
  readonly problem: 'word-too-long' | 'sentence-too-long' | 'too-many-words' | 'reserved-length' | 'empty-word';

  constructor(problem: SentenceError['problem'], message: string) {
    super(message);
    this.problem = problem;
  }
}

export interface SentenceLimits {
  readonly wordBytes: number;
  /** Of all words of one sentence together, their length prefixes included. */
  readonly sentenceBytes: number;
  /** Very short words cost more memory than their bytes. */
  readonly words: number;
}

/** RouterOS's own limits are not documented. A configuration file travels as one word, so they are generous. */
export const defaultLimits: SentenceLimits = {
  wordBytes: 16 * 1024 * 1024,
  sentenceBytes: 17 * 1024 * 1024,
  words: 10_000,
};

/** One word with its length prefix. */
export function encodeWord(word: string): Buffer {
  const bytes = bytesOfText(word);
  return Buffer.concat([lengthPrefix(bytes.length), bytes]);
}

/** A whole sentence, ready to be sent in one write. */
export function encodeSentence(words: Sentence): Buffer {
  if (words.includes('')) throw new SentenceError('empty-word', 'An empty word would end the sentence.');
  const parts = words.flatMap((word) => {
    const bytes = bytesOfText(word);
    return [lengthPrefix(bytes.length), bytes];
  });
  return Buffer.concat([...parts, endOfSentence]);
}

const endOfSentence = Buffer.of(0);

/** How a word's length in bytes is written before it. */
export function lengthPrefix(length: number): Buffer {
  if (length < 0x80) return Buffer.of(length);
  if (length < 0x4000) return bigEndian(length + 0x8000, 2);
  if (length < 0x200000) return bigEndian(length + 0xc00000, 3);
  if (length < 0x10000000) return bigEndian(length + 0xe0000000, 4);
  return Buffer.concat([Buffer.of(0xf0), bigEndian(length, 4)]);
}

function bigEndian(value: number, bytes: number): Buffer {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntBE(value, 0, bytes);
  return buffer;
}

/**
 * Puts sentences together from a byte stream, however TCP has split it. Holds no more than `limits` allow. RouterOS declares
 * no character set: bytes that are not UTF-8 (WinBox writes a Windows code page) are kept as they are.
 */
export class SentenceDecoder {
  limits: SentenceLimits;
  #chunks: Buffer[] = [];
  #held = 0;
  /** Nothing can be read before so many bytes are here: keeps a slow, long word from being copied again and again. */
  #needed = 1;
  #words: string[] = [];
  #sentenceBytes = 0;

  constructor(limits: SentenceLimits = defaultLimits) {
    this.limits = limits;
  }

  /** Hands every sentence that this chunk completes to `take`; throws `SentenceError` where the stream goes wrong. */
  push(chunk: Uint8Array, take: (words: Sentence) => void): void {
    this.#chunks.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    this.#held += chunk.byteLength;
    if (this.#held < this.#needed) return;
    let rest = this.#chunks.length === 1 && this.#chunks[0] ? this.#chunks[0] : Buffer.concat(this.#chunks);
    for (let size = this.#wordSize(rest); size !== undefined; size = this.#wordSize(rest)) {
      this.#word(rest.subarray(size.prefix, size.total), take);
      rest = rest.subarray(size.total);
    }
    this.#chunks = rest.length > 0 ? [rest] : [];
    this.#held = rest.length;
  }

  /** Size of the word at the front; undefined, and `#needed` set, while it is not complete. */
  #wordSize(bytes: Buffer): { prefix: number; total: number } | undefined {
    const first = bytes[0];
    const prefix = first === undefined ? 1 : prefixSize(first);
    this.#needed = prefix;
    if (bytes.length < prefix || first === undefined) return undefined;
    const length = readLength(bytes, prefix);
    const total = prefix + length;
    this.#checkLimits(length, total);
    this.#needed = total;
    return bytes.length < total ? undefined : { prefix, total };
  }

  #checkLimits(length: number, total: number): void {
    const { wordBytes, sentenceBytes } = this.limits;
    if (length > wordBytes) {
      throw new SentenceError('word-too-long', `A word of ${length} bytes; at most ${wordBytes} are taken.`);
    }
    if (this.#sentenceBytes + total > sentenceBytes) {
      throw new SentenceError('sentence-too-long', `A sentence of more than ${sentenceBytes} bytes.`);
    }
  }

  #word(bytes: Buffer, take: (words: Sentence) => void): void {
    if (bytes.length > 0) {
      if (this.#words.length >= this.limits.words) {
        throw new SentenceError('too-many-words', `A sentence of more than ${this.limits.words} words.`);
      }
      this.#words.push(textOfBytes(bytes));
      this.#sentenceBytes += bytes.length + 1;
      return;
    }
    const words = this.#words;
    this.#words = [];
    this.#sentenceBytes = 0;
    // Empty sentences mean nothing (MikroTik's manual, "API").
    if (words.length > 0) take(words);
  }
}

function prefixSize(first: number): number {
  if (first < 0x80) return 1;
  if (first < 0xc0) return 2;
  if (first < 0xe0) return 3;
  if (first < 0xf0) return 4;
  if (first < 0xf8) return 5;
  throw new SentenceError('reserved-length', `A word begins with the reserved byte 0x${first.toString(16)}.`);
}

function readLength(bytes: Buffer, prefix: number): number {
  if (prefix === 5) return bytes.readUInt32BE(1);
  const marked = bytes.readUIntBE(0, prefix);
  return [marked, marked - 0x8000, marked - 0xc00000, marked - 0xe0000000][prefix - 1] ?? marked;
}
