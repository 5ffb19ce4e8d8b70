import { KnocklabError } from '../core/errors.ts';
import { type Answer, answerFor, type Case, holdsFor, isAnswer } from './case.ts';
import type { Session } from './session.ts';

/** `known`: the twin is known not to do it (`Case.twin`). `error`: the router could not be looked at, which says nothing about it. */
export type Outcome =
  | { readonly verdict: 'same'; readonly observed: string }
  | { readonly verdict: 'differs'; readonly observed: string; readonly expected: Answer }
  | { readonly verdict: 'known'; readonly observed: string; readonly expected: Answer; readonly reason: string }
  | { readonly verdict: 'error'; readonly reason: string }
  | { readonly verdict: 'skipped'; readonly reason: string };

export type CaseResult = Outcome & { readonly case: Case; readonly durationMs: number };

interface RunOptions {
  readonly signal?: AbortSignal;
  readonly onResult?: (result: CaseResult) => void;
}

/** Asks case by case. A case that cannot be asked does not keep the others from it; a router that has gone does. */
export async function runCases(
  session: Session,
  cases: readonly Case[],
  { signal, onResult }: RunOptions = {},
): Promise<CaseResult[]> {
  const results: CaseResult[] = [];
  let gone: Judged | undefined;
  for (const one of cases) {
    const startedAt = performance.now();
    const outcome = signal?.aborted ? interrupted : (gone ?? (await outcomeOf(session, one)));
    if (outcome.verdict === 'error' && outcome.isGone) gone = { verdict: 'error', reason: 'the router is gone' };
    const result = { ...outcome, case: one, durationMs: Math.round(performance.now() - startedAt) };
    results.push(result);
    onResult?.(result);
  }
  return results;
}

type Judged = Outcome & { readonly isGone?: boolean };

const interrupted: Judged = { verdict: 'skipped', reason: 'the run was interrupted' };

async function outcomeOf(session: Session, one: Case): Promise<Judged> {
  if (!holdsFor(one, session.release)) return { verdict: 'skipped', reason: releaseText(one) };
  if (one.needs === 'packets' && session.network === undefined)
    return { verdict: 'skipped', reason: 'there are no hosts around the router' };
  try {
    const observed = await one.ask(session);
    const expected = answerFor(one, session.release);
    if (isAnswer(observed, expected)) return { verdict: 'same', observed };
    if (session.kind === 'twin' && one.twin !== undefined)
      return { verdict: 'known', observed, expected, reason: one.twin };
    return { verdict: 'differs', observed, expected };
  } catch (error) {
    if (!(error instanceof KnocklabError)) throw error;
    const { code, message, evidence = '' } = error;
    const reason = [`${code}: ${message}`, evidence].filter((text) => text !== '').join('\n');
    return { verdict: 'error', reason, isGone: goneCodes.has(code) };
  }
}

const goneCodes: ReadonlySet<string> = new Set(['router/dead', 'router/closed', 'router/lost', 'router/unreachable']);

function releaseText({ since, until }: Case): string {
  const from = since === undefined ? '' : `from ${since} on`;
  const to = until === undefined ? '' : `before ${until}`;
  return `it is about RouterOS ${[from, to].filter((text) => text !== '').join(' and ')}`;
}
