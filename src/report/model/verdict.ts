import type { Status, TraceEvent } from '../../trace/events.ts';

/** From what weighs most to what weighs least. A step that was skipped takes nothing away from the others. */
const severity: readonly Status[] = ['error', 'failed', 'inconclusive', 'passed'];

/**
 * The status of one attempt at a scenario. It is never better than its steps, an attempt without an end is an error,
 * and one that only skipped its steps is itself skipped: what did not look has not passed.
 */
export function scenarioStatus(events: readonly TraceEvent[]): Status {
  const end = events.findLast((event) => event.type === 'scenario-finished');
  if (end === undefined) return 'error';
  if (end.status === 'skipped') return 'skipped';
  const steps = events.flatMap((event) => (event.type === 'step-finished' ? [event.status] : []));
  const worst = severity.find((status) => status === end.status || steps.includes(status)) ?? 'error';
  const onlySkipped = steps.length > 0 && steps.every((status) => status === 'skipped');
  return worst === 'passed' && onlySkipped ? 'skipped' : worst;
}
