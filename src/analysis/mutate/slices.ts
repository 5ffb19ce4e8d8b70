import type { TrialReport, TrialStep } from '../../scenario/trials/trial.ts';

/** Steps of a scenario that pass without the others, on the configuration as it is. */
export interface Slice {
  readonly steps: readonly number[];
  readonly durationMs: number;
}

/** More steps than these are not worth the search: everything before them is run as well. */
const longest = 3;

/**
 * For each step the fewest steps that end with it and still pass: it alone, it behind the one or two before it, or
 * everything up to it. They are searched for when somebody asks.
 */
export class Slices {
  readonly #steps: readonly TrialStep[];
  readonly #attempt: (steps: readonly number[]) => Promise<TrialReport>;
  readonly #known = new Map<number, Promise<Slice>>();

  /** `attempt` runs steps on the configuration as it is. */
  constructor(steps: readonly TrialStep[], attempt: (steps: readonly number[]) => Promise<TrialReport>) {
    this.#steps = steps;
    this.#attempt = attempt;
  }

  /** Those that hold one of these steps. */
  async with(touched: ReadonlySet<number>): Promise<Slice[]> {
    const ends = this.#steps.filter(({ number }) =>
      Array.from({ length: longest }, (_, back) => number - back).some((step) => touched.has(step)),
    );
    const slices = await Promise.all(ends.map(({ number }) => this.#of(number)));
    return slices.filter(({ steps }) => steps.some((step) => touched.has(step)));
  }

  #of(step: number): Promise<Slice> {
    const found = this.#known.get(step) ?? this.#find(step);
    this.#known.set(step, found);
    return found;
  }

  async #find(step: number): Promise<Slice> {
    for (let length = 1; length <= Math.min(longest, step - 1); length++) {
      const steps = Array.from({ length }, (_, index) => step - length + 1 + index);
      const { status, durationMs } = await this.#attempt(steps);
      if (status === 'passed') return { steps, durationMs };
    }
    const before = this.#steps.filter(({ number }) => number <= step);
    return {
      steps: before.map(({ number }) => number),
      durationMs: before.reduce((sum, { durationMs }) => sum + durationMs, 0),
    };
  }
}

interface Tally {
  kills: number;
  tries: number;
}

/** What is remembered of earlier trials: how often a slice has noticed mutants of a rule, and those of a kind. */
export class SliceHistory {
  readonly #tallies = new Map<string, Tally>();

  note(about: readonly string[], slice: Slice, isKill: boolean): void {
    for (const one of about) {
      const tally = this.#of(one, slice);
      tally.tries += 1;
      if (isKill) tally.kills += 1;
      this.#tallies.set(keyOf(one, slice), tally);
    }
  }

  /** The likeliest and cheapest first, until they cost as much as the whole scenario. */
  choose(about: readonly string[], slices: readonly Slice[], touched: ReadonlySet<number>, wholeMs: number): Slice[] {
    const worth = (slice: Slice): number => this.#likelihood(about, slice, touched) / Math.max(slice.durationMs, 300);
    let spent = 0;
    return slices
      .toSorted((a, b) => worth(b) - worth(a))
      .filter(({ durationMs }) => {
        spent += durationMs;
        return spent <= wholeMs * 0.8;
      });
  }

  /** As often as for this rule and for this kind of fault. What a step has done it also looks at, more often than those behind it. */
  #likelihood(about: readonly string[], slice: Slice, touched: ReadonlySet<number>): number {
    const last = slice.steps.at(-1);
    const first = last !== undefined && touched.has(last) ? 2 : 4;
    return about.reduce((product, one) => {
      const { kills, tries } = this.#of(one, slice);
      return product * ((kills + 1) / (tries + first));
    }, 1);
  }

  #of(one: string, slice: Slice): Tally {
    return this.#tallies.get(keyOf(one, slice)) ?? { kills: 0, tries: 0 };
  }
}

const keyOf = (one: string, { steps }: Slice): string => `${one} ${steps.join()}`;
