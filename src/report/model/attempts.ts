import type { TraceEvent } from '../../trace/events.ts';

/** The events of one scenario in its last attempt: a retried scenario counts as it ended. */
export interface Attempt {
  readonly scenario: string;
  /** How often the scenario was started. */
  readonly attempts: number;
  readonly events: readonly TraceEvent[];
}

/** Splits a trace by scenario, in the order of the command line. They may have run side by side, or on several machines. */
export function lastAttempts(events: readonly TraceEvent[]): Attempt[] {
  const byScenario = Map.groupBy(
    events.filter((event) => event.scenario !== undefined),
    (event) => event.scenario ?? '',
  );
  const planned = events.find((event) => event.type === 'run-started')?.planned ?? [];
  const places = new Map(planned.map((id, index) => [id, index]));
  // One of several scenarios of a file has a word more than the file.
  const place = ([scenario]: readonly [string, unknown]): number =>
    places.get(scenario) ?? places.get(scenario.replace(/\/[^/]*$/, '')) ?? planned.length;
  return [...byScenario]
    .sort((a, b) => place(a) - place(b))
    .map(([scenario, all]) => {
      const starts = all.flatMap((event, index) => (event.type === 'scenario-started' ? [index] : []));
      return { scenario, attempts: starts.length, events: starts.length > 1 ? all.slice(starts.at(-1)) : all };
    });
}
