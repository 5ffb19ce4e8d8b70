import { decodeName, encodeName } from './dns-name.ts';
import type { DnsRecord } from './dns-record.ts';
import { decodeRecord, encodeRecord } from './dns-record.ts';

export const responseCodes = {
  noError: 0,
  formatError: 1,
  serverFailure: 2,
  noSuchName: 3,
  notImplemented: 4,
} as const;

export interface DnsQuestion {
  /** Lower case, without the last dot. */
  readonly name: string;
  readonly type: number;
  /** Default: of the internet. */
  readonly class?: number;
}

export interface DnsMessage {
  readonly id: number;
  readonly isResponse: boolean;
  /** 0: a query. */
  readonly operation: number;
  readonly truncated: boolean;
  readonly recursionDesired: boolean;
  readonly code: number;
  readonly question: DnsQuestion | undefined;
  readonly answers: readonly DnsRecord[];
}

const header = 12;
/** The class that all names of the net are in. */
export const internet = 1;

/** Reads a message; undefined when it is none. Of several questions only the first is looked at. */
export function decodeMessage(bytes: Buffer): DnsMessage | undefined {
  try {
    return decode(bytes);
  } catch (error) {
    if (error instanceof RangeError) return undefined; // It ends too early, or points into nothing.
    throw error;
  }
}

function decode(bytes: Buffer): DnsMessage {
  const [id, flags, questions, answerCount] = [0, 2, 4, 6].map((at) => bytes.readUInt16BE(at));
  let offset = header;
  let question: DnsQuestion | undefined;
  for (let index = 0; index < (questions ?? 0); index++) {
    const { name, next } = decodeName(bytes, offset);
    question ??= { name: name.toLowerCase(), type: bytes.readUInt16BE(next), class: bytes.readUInt16BE(next + 2) };
    offset = next + 4;
  }
  const answers: DnsRecord[] = [];
  for (let index = 0; index < (answerCount ?? 0); index++) {
    const { record, next } = decodeRecord(bytes, offset);
    answers.push(record);
    offset = next;
  }
  const bits = flags ?? 0;
  return {
    id: id ?? 0,
    isResponse: (bits & 0x8000) !== 0,
    operation: (bits >> 11) & 0xf,
    truncated: (bits & 0x0200) !== 0,
    recursionDesired: (bits & 0x0100) !== 0,
    code: bits & 0xf,
    question,
    answers,
  };
}

export function encodeMessage(message: DnsMessage): Buffer {
  const { id, isResponse, operation, truncated, recursionDesired, code, question, answers } = message;
  const head = Buffer.alloc(header);
  const flags =
    (isResponse ? 0x8080 : 0) |
    (operation << 11) |
    (truncated ? 0x0200 : 0) |
    (recursionDesired ? 0x0100 : 0) |
    (code & 0xf);
  for (const [index, value] of [id, flags, question === undefined ? 0 : 1, answers.length].entries())
    head.writeUInt16BE(value, index * 2);
  return Buffer.concat([
    head,
    ...(question === undefined ? [] : [encodeQuestion(question)]),
    ...answers.map(encodeRecord),
  ]);
}

function encodeQuestion({ name, type, class: kind = internet }: DnsQuestion): Buffer {
  const tail = Buffer.alloc(4);
  tail.writeUInt16BE(type, 0);
  tail.writeUInt16BE(kind, 2);
  return Buffer.concat([encodeName(name), tail]);
}

/** What fits into a datagram: an answer that does not is sent empty, and asked for again by TCP. */
export function fitted(message: DnsMessage, limit: number): Buffer {
  const whole = encodeMessage(message);
  return whole.length <= limit ? whole : encodeMessage({ ...message, answers: [], truncated: true });
}
