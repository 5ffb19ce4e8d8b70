import { dateTimeText } from '../time/date-text.ts';
import type { Twin } from '../twin.ts';

/** When entries begin, as RouterOS writes it. Thousands are made in one second: they share its text. */
export class CreationTimes {
  readonly #twin: Twin;
  #last = { second: 0, text: '' };

  constructor(twin: Twin) {
    this.#twin = twin;
  }

  now(): string {
    const { wallMs } = this.#twin.clock;
    const second = Math.floor(wallMs / 1000);
    if (second !== this.#last.second) this.#last = { second, text: dateTimeText(wallMs, this.#twin.version) };
    return this.#last.text;
  }
}
