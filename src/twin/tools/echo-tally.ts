import { formatUnits } from '../../routeros/duration.ts';
import type { Props } from '../menu/menu-spec.ts';

/** Whole milliseconds in 6, `1ms234us` in 7. */
export function rttText(ms: number, major: number): string {
  if (major === 6) return `${Math.floor(ms)}ms`;
  return formatUnits(BigInt(Math.round(ms * 1000)) * 1000n);
}

/** What the last line of a ping counts. */
export class EchoTally {
  readonly #rtts: number[] = [];
  #sent = 0;

  add(rttMs: number | undefined): void {
    this.#sent += 1;
    if (rttMs !== undefined) this.#rtts.push(rttMs);
  }

  get received(): number {
    return this.#rtts.length;
  }

  props(major: number): Props {
    const loss = this.#sent === 0 ? 0 : Math.floor((100 * (this.#sent - this.received)) / this.#sent);
    const counts = { sent: String(this.#sent), received: String(this.received), 'packet-loss': String(loss) };
    if (this.received === 0) return counts;
    const sum = this.#rtts.reduce((total, rtt) => total + rtt, 0);
    return {
      ...counts,
      'min-rtt': rttText(Math.min(...this.#rtts), major),
      'avg-rtt': rttText(sum / this.received, major),
      'max-rtt': rttText(Math.max(...this.#rtts), major),
    };
  }

  summary(major: number): string {
    const words = Object.entries(this.props(major));
    return `    ${words.map(([name, value]) => `${name}=${value}${name === 'packet-loss' ? '%' : ''}`).join(' ')}`;
  }
}
