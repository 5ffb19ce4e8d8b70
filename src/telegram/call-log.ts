import { appendFileSync } from 'node:fs';
import type { BotCall } from './bot-call.ts';

/** Everything that the mock was asked, in order; also written to a file, one JSON line each, when one is given. */
export class CallLog {
  readonly #calls: BotCall[] = [];
  readonly #file: string | undefined;

  constructor(file: string | undefined) {
    this.#file = file;
  }

  add(call: Omit<BotCall, 'n'>): void {
    const numbered = { n: this.#calls.length + 1, ...call };
    this.#calls.push(numbered);
    if (this.#file !== undefined) appendFileSync(this.#file, `${JSON.stringify(numbered)}\n`);
  }

  after(n: number): readonly BotCall[] {
    return this.#calls.slice(n);
  }
}
