import type { TraceEvent } from '../../trace/events.ts';

/** The events of one scenario in its last attempt: a retried scenario counts as it ended. */
export interface Attempt {
  readonly scenario: string;
  /** How often the scenario was started. */
  readonly attempts: number;
  readonly events: readonly TraceEvent[];
}

/** Splits a trace by scenario, in order of first appearance. Scenarios may have run side by side. */
export function lastAttempts(events: readonly TraceEvent[]): Attempt[] {
  const byScenario = Map.groupBy(
    events.filter((event) => event.scenario !== undefined),
    (event) => event.scenario ?? '',
  );
  return [...byScenario].map(([scenario, all]) => {
    const starts = all.flatMap((event, index) => (event.type === 'scenario-started' ? [index] : []));
    return { scenario, attempts: starts.length, events: starts.length > 1 ? all.slice(starts.at(-1)) : all };
  });
}
