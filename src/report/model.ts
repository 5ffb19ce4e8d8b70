import { exitCodes } from '../core/errors.ts';
import type { EventOf, TraceEvent } from '../trace/events.ts';
import { exitCodeOfRun, worstExitCode } from './exit-code.ts';
import { type Failure, type ScenarioModel, type StepModel, scenarioModels } from './model/scenario.ts';

export type RunStatus = 'passed' | 'failed' | 'inconclusive' | 'error' | 'interrupted';

/** A run as the reports show it; a pure function of the trace. */
export interface RunModel {
  readonly run: string;
  /** ISO time, UTC; empty when the trace has lost its beginning. */
  readonly startedAt: string;
  readonly command: string;
  readonly router: string;
  readonly fabric: string;
  readonly clockMode: 'virtual' | 'real';
  readonly tools: Readonly<Record<string, string>>;
  readonly status: RunStatus;
  readonly exitCode: number;
  readonly durationMs: number;
  /** False: the trace ends before the run did. */
  readonly finished: boolean;
  /** Why the trace cannot be trusted to be whole, one sentence each. */
  readonly problems: readonly string[];
  readonly scenarios: readonly ScenarioModel[];
}

const unknownStart = {
  run: 'unknown',
  startedAt: '',
  command: 'knocklab run',
  router: 'unknown',
  fabric: 'unknown',
  clockMode: 'virtual',
  tools: {},
} as const satisfies Partial<EventOf<'run-started'>>;

/** Builds the model of a run; `problems` are those of the reader. */
export function buildRunModel(events: readonly TraceEvent[], problems: readonly string[] = []): RunModel {
  const start = events.find((event) => event.type === 'run-started');
  const end = events.findLast((event) => event.type === 'run-finished');
  const { run, startedAt, command, router, fabric, clockMode, tools } = start ?? unknownStart;
  // Whatever its scenarios found: nobody knows what a run that was cut off would have found.
  const exitCode = worstExitCode([exitCodeOfRun(events), ...(end === undefined ? [exitCodes.lab] : [])]);
  return {
    run,
    startedAt,
    command,
    router,
    fabric,
    clockMode,
    tools,
    status: runStatus(exitCode),
    exitCode,
    durationMs: end?.durationMs ?? events.at(-1)?.at ?? 0,
    finished: end !== undefined,
    problems: [...problems, ...(end === undefined ? ['The trace ends before the run did: it was cut off.'] : [])],
    scenarios: scenarioModels(events),
  };
}

function runStatus(exitCode: number): RunStatus {
  if (exitCode === exitCodes.passed) return 'passed';
  if (exitCode === exitCodes.failed) return 'failed';
  if (exitCode === exitCodes.inconclusive) return 'inconclusive';
  return exitCode === exitCodes.interrupted ? 'interrupted' : 'error';
}

/** Something that keeps a run from being a pass: a step, or a scenario that stopped outside of its steps. */
export interface Trouble {
  readonly scenario: ScenarioModel;
  readonly step?: StepModel;
  /** What stopped the harness, at the step that it stopped in. */
  readonly error?: Failure;
}

/** What went wrong, in order; empty exactly when every scenario passed or was skipped. */
export function troublesOf({ scenarios }: RunModel): Trouble[] {
  return scenarios.flatMap(scenarioTroubles);
}

function scenarioTroubles(scenario: ScenarioModel): Trouble[] {
  const { steps, status, error } = scenario;
  const stopped = error === undefined ? undefined : steps.findLast((step) => step.status === 'error');
  const own = steps
    .filter((step) => step.status !== 'passed' && step.status !== 'skipped')
    .map((step) => ({ scenario, step, ...(step === stopped && error !== undefined ? { error } : {}) }));
  if (status === 'passed' || status === 'skipped') return own;
  if (error !== undefined && stopped === undefined) return [...own, { scenario, error }];
  return own.length === 0 ? [{ scenario }] : own;
}
