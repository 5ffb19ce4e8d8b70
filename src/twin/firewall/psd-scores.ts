import { runBriefly, runBrieflyOrThrow } from '../../process/run-briefly.ts';
import type { PsdSets } from '../kernel/matchers/matching.ts';
import type { Timekeeper } from '../time/twin-clock.ts';

/** How often sources are looked for whose time is over, while there are any. */
const tidyEveryMs = 200;

interface Scored {
  readonly seconds: number;
  readonly sets: PsdSets;
}

/**
 * The sets that `psd` counts in: one trio for each delay that rules use. The kernel counts; what a source has sent is
 * forgotten here as soon as its time is over, because no set of the kernel knows that.
 */
export class PsdScores implements Timekeeper {
  readonly #scored = new Map<number, Scored>();
  #made = 0;
  #tidying: NodeJS.Timeout | undefined;

  of(seconds: number): PsdSets {
    const known = this.#scored.get(seconds);
    if (known !== undefined) return known.sets;
    const sets = { sources: `psd${seconds}s`, scores: `psd${seconds}w`, ports: `psd${seconds}p` };
    this.#scored.set(seconds, { seconds, sets });
    return sets;
  }

  /** Before rules that name the sets are loaded. */
  async prepare(): Promise<void> {
    const fresh = [...this.#scored.values()].slice(this.#made);
    this.#made = this.#scored.size;
    const lines = fresh.flatMap(({ sets }) => [
      `create ${sets.sources} hash:ip timeout 0`,
      `create ${sets.scores} hash:ip timeout 0 counters`,
      `create ${sets.ports} hash:ip,port timeout 0 maxelem 1048576`,
    ]);
    if (lines.length > 0) await runBrieflyOrThrow(['ipset', 'restore'], { input: `${lines.join('\n')}\n` });
  }

  /** A source has begun to be watched. */
  begin(): void {
    this.#tidying ??= setInterval(() => void this.#tidy().catch(() => undefined), tidyEveryMs).unref();
  }

  async #tidy(): Promise<void> {
    const lines: string[] = [];
    let remembered = 0;
    for (const { sets } of this.#scored.values()) {
      const sources = new Set((await members(sets.sources)).map(({ address }) => address));
      const ports = await members(sets.ports);
      const gone = ports.filter(({ address }) => !sources.has(address.split(',')[0] ?? ''));
      remembered += ports.length - gone.length;
      lines.push(...gone.map(({ address }) => `del ${sets.ports} ${address} -exist`));
    }
    await restore(lines);
    if (remembered > 0) return;
    clearInterval(this.#tidying);
    this.#tidying = undefined;
  }

  #owedMs = 0;

  async lapse(byMs: number): Promise<void> {
    this.#owedMs += byMs;
  }

  /** What a source has left of its time passes with the clock. */
  async lapsed(): Promise<void> {
    const owedMs = this.#owedMs;
    this.#owedMs = 0;
    if (owedMs === 0 || this.#made === 0) return;
    const lines: string[] = [];
    for (const { sets } of this.#scored.values()) {
      for (const { address, timeout } of await members(sets.sources)) {
        // The kernel tells whole seconds, cut off.
        const leftMs = timeout * 1000 + 500 - owedMs;
        const left = `add ${sets.sources} ${address} timeout ${Math.ceil(leftMs / 1000)} -exist`;
        lines.push(leftMs <= 0 ? `del ${sets.sources} ${address} -exist` : left);
      }
    }
    await restore(lines);
    await this.#tidy();
  }
}

async function members(set: string): Promise<{ readonly address: string; readonly timeout: number }[]> {
  const { stdout } = await runBriefly(['ipset', 'save', set]);
  return [...stdout.matchAll(/^add \S+ (\S+) timeout (\d+)/gm)].map(([, address = '', timeout]) => ({
    address,
    timeout: Number(timeout),
  }));
}

async function restore(lines: readonly string[]): Promise<void> {
  if (lines.length > 0) await runBriefly(['ipset', 'restore'], { input: `${lines.join('\n')}\n` });
}
