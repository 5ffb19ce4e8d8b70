import { setImmediate as breathe } from 'node:timers/promises';
import type { Source } from '../../core/source.ts';
import type { Dialect } from '../../routeros/dialect.ts';
import type { TrialScenario } from '../../scenario/trials/trial.ts';
import { type Judgement, judgeMutant } from '../mutants/equivalence.ts';
import type { RuleMutant } from '../mutants/rule-mutants.ts';
import type { Kill, Trying } from './campaign.ts';

/** `pending`: the run was interrupted before it was decided. */
export type MutantStatus = 'killed' | 'survived' | 'no coverage' | 'equivalent' | 'timeout' | 'error' | 'pending';

/** A mutant and what became of it. */
export interface MutantResult extends Judgement {
  readonly mutant: RuleMutant;
  readonly status: MutantStatus;
  readonly by?: Kill;
  readonly reason?: string;
  /** The scenarios that touch its rule. */
  readonly coveredBy: readonly string[];
  readonly durationMs: number;
}

/** One configuration, and the scenarios that were run on its mutants. */
export interface Subject {
  readonly source: Source;
  readonly dialect: Dialect;
  readonly scenarios: readonly TrialScenario[];
  readonly results: readonly MutantResult[];
}

/** A mutant on its way through the scenarios. */
export interface Case {
  readonly mutant: RuleMutant;
  judgement: Judgement;
  trying: Exclude<Trying, { status: 'not touched' }> | undefined;
  readonly coveredBy: string[];
  durationMs: number;
}

/** A configuration whose mutants are on their way. */
export interface OpenSubject {
  readonly source: Source;
  readonly dialect: Dialect;
  readonly scenarios: TrialScenario[];
  readonly cases: readonly Case[];
  readonly judged: Promise<void>;
}

/** While labs are waited for; sessions are answered in between. */
export async function judgeAll(cases: readonly Case[], source: Source, dialect: Dialect): Promise<void> {
  for (const one of cases) {
    one.judgement = judgeMutant(one.mutant, source, dialect);
    await breathe();
  }
}

const mayStillBeNoticed: ReadonlySet<string> = new Set(['survived', 'undecided']);

/** Another scenario may still notice it. */
export function isOpen({ judgement, trying }: Case): boolean {
  return judgement.equivalent === undefined && (trying === undefined || mayStillBeNoticed.has(trying.status));
}

export function closed({ source, dialect, scenarios, cases }: OpenSubject, isInterrupted: boolean): Subject {
  const results = cases.map(
    (one): MutantResult => (isInterrupted && isOpen(one) ? { ...resultOf(one), status: 'pending' } : resultOf(one)),
  );
  return { source, dialect, scenarios, results };
}

export function resultOf({ mutant, judgement, trying, coveredBy, durationMs }: Case): MutantResult {
  const base = { mutant, ...judgement, coveredBy, durationMs };
  if (judgement.equivalent !== undefined) return { ...base, status: 'equivalent' };
  if (trying === undefined) return { ...base, status: 'no coverage' };
  if (trying.status === 'killed') return { ...base, status: 'killed', by: trying.by };
  if (trying.status === 'timeout' || trying.status === 'error') return { ...base, ...trying };
  return { ...base, status: 'survived' };
}
