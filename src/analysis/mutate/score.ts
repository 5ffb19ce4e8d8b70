import type { MutantResult, MutantStatus } from './cases.ts';

export type Counts = Readonly<Record<MutantStatus, number>>;

const none: Counts = { killed: 0, survived: 0, 'no coverage': 0, equivalent: 0, timeout: 0, error: 0, pending: 0 };

/** `before`: of earlier runs. */
export function countStatuses(results: readonly MutantResult[], before: Counts = none): Counts {
  const counts: Record<MutantStatus, number> = { ...before };
  for (const { status } of results) counts[status] += 1;
  return counts;
}

/** Per cent of the mutants that could have been noticed; undefined when there was none. */
export function mutationScore(counts: Counts): number | undefined {
  const all = counts.killed + counts.survived + counts['no coverage'];
  return all === 0 ? undefined : (counts.killed / all) * 100;
}
