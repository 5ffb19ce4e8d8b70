import type { DnsQuestion } from './dns-message.ts';
import { responseCodes } from './dns-message.ts';
import type { DnsRecord } from './dns-record.ts';

/** What servers have said to a question. */
export interface DnsAnswer {
  readonly code: number;
  readonly records: readonly DnsRecord[];
}

interface Kept {
  readonly answer: DnsAnswer;
  readonly untilMs: number;
}

/** As many as two megabytes hold, a record being a hundred bytes. */
const maxAnswers = 20_000;
/** A name that does not exist is asked for again after this time. */
const negativeSeconds = 60;

/** Answers of servers until their time is over, on the router's clock. */
export class DnsCache {
  readonly #nowMs: () => number;
  readonly #kept = new Map<string, Kept>();

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  find({ name, type }: DnsQuestion): DnsAnswer | undefined {
    const kept = this.#kept.get(`${type} ${name}`);
    if (kept === undefined || kept.untilMs <= this.#nowMs()) return undefined;
    const left = Math.round((kept.untilMs - this.#nowMs()) / 1000);
    return {
      code: kept.answer.code,
      records: kept.answer.records.map((record) => ({ ...record, ttlSeconds: Math.min(record.ttlSeconds, left) })),
    };
  }

  keep({ name, type }: DnsQuestion, answer: DnsAnswer, maxSeconds: number): void {
    if (answer.code !== responseCodes.noError && answer.code !== responseCodes.noSuchName) return;
    const seconds = Math.min(
      maxSeconds,
      ...(answer.records.length === 0 ? [negativeSeconds] : answer.records.map((record) => record.ttlSeconds)),
    );
    if (seconds <= 0) return;
    this.#kept.delete(`${type} ${name}`);
    this.#kept.set(`${type} ${name}`, { answer, untilMs: this.#nowMs() + seconds * 1000 });
    if (this.#kept.size > maxAnswers) this.#dropOldest();
  }

  #dropOldest(): void {
    const [oldest] = this.#kept.keys();
    if (oldest !== undefined) this.#kept.delete(oldest);
  }

  flush(): void {
    this.#kept.clear();
  }

  /** Records with the time they still have. */
  records(): readonly DnsRecord[] {
    const now = this.#nowMs();
    const living = [...this.#kept.values()].filter(({ untilMs }) => untilMs > now);
    return living.flatMap(({ answer, untilMs }) =>
      answer.records.map((record) => ({ ...record, ttlSeconds: Math.round((untilMs - now) / 1000) })),
    );
  }
}
