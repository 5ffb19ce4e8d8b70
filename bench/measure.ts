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
export async function takeTurns<Ours, Theirs>(
  rounds: number,
  ours: () => Promise<Ours>,
  theirs: () => Promise<Theirs>,
): Promise<{ ours: Ours[]; theirs: Theirs[] }> {
  await ours();
  await theirs();
  const taken = { ours: [] as Ours[], theirs: [] as Theirs[] };
  for (let round = 0; round < rounds; round++) {
    taken.ours.push(await ours());
    taken.theirs.push(await theirs());
  }
  return taken;
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
  const middle = (sorted.length - 1) / 2;
  const [low = Number.NaN, high = low] = [sorted[Math.floor(middle)], sorted[Math.ceil(middle)]];
  return (low + high) / 2;
}
