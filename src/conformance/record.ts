import type { Router } from '../router/router.ts';
import { type Area, answerFor, answerText, areas } from './case.ts';
import type { Release } from './release.ts';
import type { CaseResult, Outcome } from './run-cases.ts';

/** Whom the suite has asked, as it names itself. */
export interface AskedRouter {
  readonly kind: string;
  readonly version: string;
  readonly board: string;
  readonly architecture: string;
  /** What the harness has changed on it, and how it runs. */
  readonly notes: readonly string[];
}

/** One run of the suite, as `conformance.json` keeps it. */
export interface ConformanceRecord {
  readonly version: 1;
  readonly knocklab: string;
  readonly startedAt: string;
  readonly router: AskedRouter;
  readonly areas: Readonly<Record<string, Counts>>;
  readonly cases: readonly CaseRecord[];
}

export type Counts = Readonly<Record<Outcome['verdict'], number>>;

export interface CaseRecord {
  readonly id: string;
  readonly title: string;
  readonly verdict: Outcome['verdict'];
  readonly source: string;
  readonly confidence: string;
  readonly asked: readonly string[];
  readonly expected: string;
  readonly observed?: string;
  readonly reason?: string;
  readonly durationMs: number;
}

export async function describeRouter(router: Router, kind: string, notes: readonly string[]): Promise<AskedRouter> {
  const [resource = {}] = await router.print('/system/resource');
  return {
    kind,
    version: resource.version ?? '',
    board: resource['board-name'] ?? '',
    architecture: resource['architecture-name'] ?? '',
    notes,
  };
}

export function countVerdicts(results: readonly CaseResult[]): Counts {
  const counts: Record<Outcome['verdict'], number> = { same: 0, differs: 0, known: 0, error: 0, skipped: 0 };
  for (const { verdict } of results) counts[verdict] += 1;
  return counts;
}

export function byArea(results: readonly CaseResult[]): [area: Area, results: CaseResult[]][] {
  return areas
    .map((area): [Area, CaseResult[]] => [area, results.filter((result) => result.case.area === area)])
    .filter(([, own]) => own.length > 0);
}

interface RunFacts {
  readonly knocklab: string;
  readonly startedAt: Date;
  readonly router: AskedRouter;
  readonly release: Release;
}

export function recordOf(
  results: readonly CaseResult[],
  { knocklab, startedAt, router, release }: RunFacts,
): ConformanceRecord {
  return {
    version: 1,
    knocklab,
    startedAt: startedAt.toISOString(),
    router,
    areas: Object.fromEntries(byArea(results).map(([area, own]) => [area, countVerdicts(own)])),
    cases: results.map((result) => caseRecord(result, release)),
  };
}

function caseRecord(result: CaseResult, release: Release): CaseRecord {
  const { case: one, verdict, durationMs } = result;
  return {
    id: one.id,
    title: one.title,
    verdict,
    source: one.source,
    confidence: one.confidence,
    asked: one.asked,
    expected: answerText(answerFor(one, release)),
    ...('observed' in result ? { observed: result.observed } : {}),
    ...('reason' in result ? { reason: result.reason } : {}),
    durationMs,
  };
}
