import type { Props } from '../menu/menu-spec.ts';

/** One router on the way, as a traceroute tells of it: times in milliseconds with one digit. */
export class HopTally {
  #address = '';
  #status = '';
  #sent = 0;
  readonly #times: number[] = [];

  add(address: string | undefined, ms: number | undefined, status: string): void {
    this.#sent += 1;
    if (address === undefined) return;
    this.#address = address;
    this.#status = status;
    if (ms !== undefined) this.#times.push(ms);
  }

  props(): Props {
    const received = this.#times.length;
    const loss = Math.round((100 * (this.#sent - received)) / Math.max(1, this.#sent));
    const [last] = this.#times.slice(-1);
    const common = { address: this.#address, loss: String(loss), sent: String(this.#sent) };
    const status = this.#status === '' ? {} : { status: this.#status };
    if (last === undefined) return { ...common, last: 'timeout', ...status };
    const average = this.#times.reduce((sum, ms) => sum + ms, 0) / received;
    const variance = this.#times.reduce((sum, ms) => sum + (ms - average) ** 2, 0) / received;
    return {
      ...common,
      last: shown(last),
      avg: shown(average),
      best: shown(Math.min(...this.#times)),
      worst: shown(Math.max(...this.#times)),
      'std-dev': shown(Math.sqrt(variance)),
      ...status,
    };
  }
}

const shown = (ms: number): string => String(Math.round(ms * 10) / 10);
