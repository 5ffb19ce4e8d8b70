/** One way to do the thing that is measured; gives how long it took, as it sees fit to count. */
export type Measured = () => Promise<number>;

export interface Samples {
  readonly values: readonly number[];
  readonly median: number;
  readonly lowest: number;
  readonly highest: number;
}

/**
 * Takes turns (A B A B …), so that whatever else happens on the machine happens to all alike. The first round fills
 * caches and is not counted.
 */
export async function takeTurns<Name extends string>(
  rounds: number,
  contestants: Readonly<Record<Name, Measured>>,
): Promise<Record<Name, Samples>> {
  const names = Object.keys(contestants) as Name[];
  const values = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const name of names) {
      const value = await contestants[name]();
      if (round > 0) values.get(name)?.push(value);
    }
  }
  return Object.fromEntries(names.map((name) => [name, samples(values.get(name) ?? [])])) as Record<Name, Samples>;
}

/** How long something takes, by the clock on the wall. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

export function samples(values: readonly number[]): Samples {
  const sorted = values.toSorted((a, b) => a - b);
  return { values, median: median(sorted), lowest: sorted[0] ?? Number.NaN, highest: sorted.at(-1) ?? Number.NaN };
}

function median(sorted: readonly number[]): number {
  const middle = sorted.length / 2;
  const [low = Number.NaN, high = low] = sorted.slice(Math.ceil(middle) - 1, Math.floor(middle) + 1);
  return (low + high) / 2;
}
