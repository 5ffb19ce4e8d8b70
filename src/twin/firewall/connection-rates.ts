import { RouterosError, trapCategories } from '../../routeros/routeros-error.ts';
import type { TrackedConnection } from '../kernel/connection-table.ts';
import { type Marking, markConnections, readConnections } from '../kernel/connection-table.ts';
import type { Family } from '../kernel/matchers/matching.ts';
import { plainNumber } from '../kernel/matchers/rates.ts';

/** Bits of a connection's mark that nobody else has. */
const firstBit = 18;
const lastBit = 31;

/** RouterOS too looks once a second, and averages nothing (wiki Connection_Rate). */
const everyMs = 1000;

interface Range {
  readonly from: number;
  readonly to: number;
  readonly bit: number;
}

/** Bits per second; `from-0` is all from there on. */
function rangeOf(text: string, bit: number): Range {
  const [from = 0, to = 0] = text.split('-').map(plainNumber);
  return { from, to: to < from ? Number.POSITIVE_INFINITY : to, bit };
}

const bytesOf = ({ original, reply }: TrackedConnection): number =>
  Number(original.bytes ?? 0) + Number(reply.bytes ?? 0);

/** The bits that a connection of this speed has: of ranges with 0, those that it is outside of, of others those that it is within. */
export function bitsAt(bitsPerSecond: number, ranges: readonly string[]): number {
  const bits = ranges.map((text, index) => {
    const { from, to, bit } = rangeOf(text, firstBit + index);
    const isWithin = bitsPerSecond >= from && bitsPerSecond <= to;
    return isWithin === (from === 0) ? 0 : 2 ** bit;
  });
  return bits.reduce((sum, bit) => sum + bit, 0);
}

/** How fast each connection is, told to the kernel as bits of the connection's mark, for the rules that ask. */
export class ConnectionRates {
  readonly #ranges: string[] = [];
  readonly #families: readonly Family[] = ['ip', 'ipv6'];
  #bytes: ReadonlyMap<string, number> = new Map();
  #lastMs = 0;
  #timer: NodeJS.Timeout | undefined;
  #isLooking = false;

  /** The bit, as it stands in the mark, of a range. */
  bitOf(range: string): number {
    const known = this.#ranges.indexOf(range);
    const index = known < 0 ? this.#ranges.length : known;
    if (firstBit + index > lastBit)
      throw new RouterosError(
        `failure: the twin has no room for more than ${lastBit - firstBit + 1} connection rates`,
        {
          category: trapCategories.general,
        },
      );
    if (known < 0) this.#ranges.push(range);
    return 2 ** (firstBit + index);
  }

  /** Looks every second, as long as a rule asks. */
  watch(isAsked: boolean): void {
    if (isAsked === (this.#timer !== undefined)) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    if (!isAsked) return;
    this.#lastMs = performance.now();
    this.#timer = setInterval(() => void this.#lookOnce(), everyMs).unref();
  }

  /** Whoever has not finished within a second is not joined by another. */
  async #lookOnce(): Promise<void> {
    if (this.#isLooking) return;
    this.#isLooking = true;
    try {
      await this.#look();
    } finally {
      this.#isLooking = false;
    }
  }

  async #look(): Promise<void> {
    const nowMs = performance.now();
    const seconds = (nowMs - this.#lastMs) / 1000;
    const bytes = new Map<string, number>();
    for (const family of this.#families) {
      const markings: Marking[] = [];
      for (const connection of await readConnections(family)) {
        if (connection.protocol !== 'tcp' && connection.protocol !== 'udp') continue;
        const key = `${family} ${connection.id}`;
        bytes.set(key, bytesOf(connection));
        const bitsPerSecond = ((bytesOf(connection) - (this.#bytes.get(key) ?? 0)) * 8) / seconds;
        const bits = bitsAt(bitsPerSecond, this.#ranges);
        if (bits !== (connection.mark & this.#mask) >>> 0) markings.push({ connection, bits, mask: this.#mask });
      }
      await markConnections(family, markings);
    }
    this.#bytes = bytes;
    this.#lastMs = nowMs;
  }

  get #mask(): number {
    return this.#ranges.reduce((sum, _range, index) => sum + 2 ** (firstBit + index), 0);
  }
}
