import type { EventOf, Status, TraceEvent } from '../../trace/events.ts';
import { type Attempt, lastAttempts } from './attempts.ts';
import { scenarioStatus } from './verdict.ts';

export interface StepModel {
  readonly number: number;
  readonly title: string;
  readonly status: Status;
  readonly expected?: string;
  readonly observed?: string;
  readonly evidence?: string;
  readonly durationMs: number;
  /** Milliseconds since the run began. */
  readonly startedAt: number;
  readonly clock?: string;
  /** What happened during the step, without its own start and end. */
  readonly events: readonly TraceEvent[];
}

export type Failure = NonNullable<EventOf<'scenario-finished'>['error']>;

export interface ScenarioModel {
  readonly id: string;
  readonly title: string;
  /** Absent when the scenario stopped before it started: its file was wrong. */
  readonly start?: EventOf<'scenario-started'>;
  readonly status: Status;
  readonly startedAt: number;
  readonly durationMs: number;
  readonly attempts: number;
  readonly finished: boolean;
  readonly error?: Failure;
  readonly steps: readonly StepModel[];
  /** All events of the last attempt, in order. */
  readonly events: readonly TraceEvent[];
  readonly lab?: EventOf<'lab-up'>;
  readonly notes: readonly string[];
  readonly indicators: readonly EventOf<'indicator'>[];
  readonly attacks: readonly EventOf<'attack'>[];
  readonly findings: readonly EventOf<'finding'>[];
}

/** The scenarios of a trace, in order, each as it ended. */
export function scenarioModels(events: readonly TraceEvent[]): ScenarioModel[] {
  return lastAttempts(events).map(scenarioModel);
}

function scenarioModel({ scenario, attempts, events }: Attempt): ScenarioModel {
  const start = events.find((event) => event.type === 'scenario-started');
  const end = events.findLast((event) => event.type === 'scenario-finished');
  const lab = events.find((event) => event.type === 'lab-up');
  const error = end === undefined ? cutOff : end.error;
  const startedAt = events[0]?.at ?? 0;
  return {
    id: scenario,
    title: start?.title ?? scenario,
    ...(start === undefined ? {} : { start }),
    status: scenarioStatus(events),
    startedAt,
    durationMs: end?.durationMs ?? (events.at(-1)?.at ?? startedAt) - startedAt,
    attempts,
    finished: end !== undefined,
    ...(error === undefined ? {} : { error }),
    steps: stepsOf(events),
    events,
    ...(lab === undefined ? {} : { lab }),
    notes: events.flatMap((event) => (event.type === 'router-notes' ? event.notes : [])),
    indicators: events.filter((event) => event.type === 'indicator').sort((a, b) => a.number - b.number),
    attacks: events.filter((event) => event.type === 'attack'),
    findings: events.filter((event) => event.type === 'finding'),
  };
}

const cutOff: Failure = {
  code: 'run/cut-off',
  message: 'The trace ends before the scenario does.',
  remedy: 'Run it again; what was measured until then is below.',
};

function stepsOf(events: readonly TraceEvent[]): StepModel[] {
  const byStep = Map.groupBy(
    events.filter((event) => event.step !== undefined),
    (event) => event.step ?? 0,
  );
  return [...byStep].sort(([a], [b]) => a - b).flatMap(([number, own]) => stepModel(number, own));
}

/** Nothing for events that carry a number, but belong to no step that ever began or ended. */
function stepModel(number: number, events: readonly TraceEvent[]): StepModel[] {
  const start = events.find((event) => event.type === 'step-started');
  const end = events.findLast((event) => event.type === 'step-finished');
  const first = start ?? events[0];
  if (first === undefined || (start === undefined && end === undefined)) return [];
  const head = { number, title: end?.title ?? start?.title ?? '', startedAt: first.at };
  const inside = events.filter((event) => event.type !== 'step-started' && event.type !== 'step-finished');
  const clock = first.clock === undefined ? {} : { clock: first.clock };
  return [{ ...head, ...clock, ...outcome(first.at, events, end), events: inside }];
}

type Outcome = Pick<StepModel, 'status' | 'expected' | 'observed' | 'evidence' | 'durationMs'>;

function outcome(startedAt: number, events: readonly TraceEvent[], end: EventOf<'step-finished'> | undefined): Outcome {
  if (end === undefined) {
    const durationMs = (events.at(-1)?.at ?? startedAt) - startedAt;
    return { status: 'error', observed: 'The step did not end.', durationMs };
  }
  return {
    status: end.status,
    durationMs: end.durationMs,
    ...(end.expected === undefined ? {} : { expected: end.expected }),
    ...(end.observed === undefined ? {} : { observed: end.observed }),
    ...(end.evidence === undefined ? {} : { evidence: end.evidence }),
  };
}
