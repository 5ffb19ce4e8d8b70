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
 * everything up to it. `attempt` runs steps on the configuration as it is.
 */
export async function findSlices(
  steps: readonly TrialStep[],
  attempt: (steps: readonly number[]) => Promise<TrialReport>,
): Promise<Slice[]> {
  return await Promise.all(steps.map(({ number }) => findSlice(number, steps, attempt)));
}

async function findSlice(
  step: number,
  all: readonly TrialStep[],
  attempt: (steps: readonly number[]) => Promise<TrialReport>,
): Promise<Slice> {
  for (let length = 1; length <= Math.min(longest, step - 1); length++) {
    const steps = Array.from({ length }, (_, index) => step - length + 1 + index);
    const { status, durationMs } = await attempt(steps);
    if (status === 'passed') return { steps, durationMs };
  }
  const before = all.filter(({ number }) => number <= step);
  return {
    steps: before.map(({ number }) => number),
    durationMs: before.reduce((sum, { durationMs }) => sum + durationMs, 0),
  };
}

/** What is remembered of earlier kills: which slice has noticed how many mutants of a rule. */
export class SliceHistory {
  readonly #kills = new Map<string, number>();

  note(rule: string, slice: Slice): void {
    const key = `${rule} ${slice.steps.join()}`;
    this.#kills.set(key, (this.#kills.get(key) ?? 0) + 1);
  }

  /** Those that hold a touched step, the likeliest and cheapest first, until they cost as much as the whole scenario. */
  choose(
    rule: string,
    slices: readonly Slice[],
    touched: ReadonlySet<number>,
    matched: ReadonlySet<number>,
    wholeMs: number,
  ): Slice[] {
    const known = (slice: Slice): number => this.#kills.get(`${rule} ${slice.steps.join()}`) ?? 0;
    const seconds = ({ durationMs }: Slice): number => Math.max(durationMs, 100) / 1000;
    const score = (slice: Slice): number =>
      (1 + 3 * known(slice) + (slice.steps.some((step) => matched.has(step)) ? 2 : 0)) / seconds(slice);
    let spent = 0;
    return slices
      .filter(({ steps }) => steps.some((step) => touched.has(step)))
      .toSorted((a, b) => score(b) - score(a))
      .filter(({ durationMs }) => {
        spent += durationMs;
        return spent <= wholeMs * 0.8;
      });
  }
}
