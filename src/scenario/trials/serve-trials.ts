import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { threadId } from 'node:worker_threads';
import type { TraceEvent } from '../../trace/events.ts';
import type { NewEvent } from '../../trace/writer.ts';
import { readConfiguration } from '../configuration.ts';
import { interruptSignal } from '../interrupt.ts';
import { findRosVersion } from '../ros-version.ts';
import type { RunOptions } from '../run-options.ts';
import { runScenario, type ScenarioDefinition } from '../run-scenario.ts';
import { shortName } from '../scenario-files.ts';
import { runConfirmed } from './confirm-failure.ts';
import { countingGate } from './counting-gate.ts';
import { ReusedLab } from './reused-lab.ts';
import type { Counting, TrialOrder, TrialReport, TrialScenario, TrialStep } from './trial.ts';
import { connectTrialLine } from './trial-line.ts';

/** Runs a scenario as often, and on what, as it is told through a unix socket. */
export async function serveTrials(
  socket: string,
  definition: ScenarioDefinition,
  run: RunOptions,
  assertions: () => number,
): Promise<void> {
  using line = await connectTrialLine(socket);
  const scratch = await mkdtemp(join(run.runDirectory, 'trial-'));
  try {
    await using lab = new ReusedLab(`trial-${process.pid}-${threadId}`);
    const session = { definition, run: { ...run, runDirectory: scratch }, lab, assertions, signal: interruptSignal() };
    let answer = await line.ask({ say: 'here', scenario: await scenarioOf(definition, run) });
    while (answer.do === 'try')
      answer = await line.ask({
        say: 'done',
        report: await runConfirmed(answer.order, lab, (order) => runTrial(order, session)),
      });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function scenarioOf(definition: ScenarioDefinition, run: RunOptions): Promise<TrialScenario> {
  const { id, title, file, options } = definition;
  const configuration = await readConfiguration(run.config ?? options.router, run.root);
  return {
    id,
    title,
    file: shortName(file, run.root),
    topology: options.topology,
    configuration,
    ros: run.ros ?? options.ros ?? findRosVersion(configuration.text) ?? '7',
  };
}

interface Session {
  readonly definition: ScenarioDefinition;
  readonly run: RunOptions;
  readonly lab: ReusedLab;
  readonly assertions: () => number;
  readonly signal: AbortSignal;
}

async function runTrial(
  order: TrialOrder,
  { definition, run, lab, assertions, signal }: Session,
): Promise<TrialReport> {
  const config = join(run.runDirectory, 'trial.rsc');
  await writeFile(config, order.text);
  const startedAt = performance.now();
  const events: NewEvent[] = [];
  const countings: Counting[] = [];
  const end = AbortSignal.timeout(order.timeoutMs);
  const before = assertions();
  let reused = false;
  // Captures are for readers of a report; there is none.
  const { capture: _, ...options } = definition.options;
  const status = await runScenario(
    { ...definition, options },
    {
      run: { ...run, config, bail: true, keep: false },
      write: (event) => void events.push(event),
      signal: AbortSignal.any([signal, end]),
      chosen: order.steps === undefined ? undefined : new Set(order.steps),
      untold: true,
      gate: order.count.length === 0 ? undefined : countingGate(order.count, () => lab.router, countings),
      assertions: () => assertions() - before,
      open: async (testbedOptions) => {
        const opened = await lab.open(testbedOptions, order.rules);
        reused = opened.reused;
        return opened.testbed;
      },
    },
  );
  if (end.aborted || status === 'error') await lab.close();
  const error = errorIn(events);
  return {
    id: order.id,
    status,
    timedOut: end.aborted,
    steps: stepsIn(events),
    ...(error === undefined ? {} : { error }),
    countings,
    durationMs: Math.round(performance.now() - startedAt),
    reused,
  };
}

function errorIn(events: readonly NewEvent[]): TrialReport['error'] {
  const last = events.findLast((event) => event.type === 'scenario-finished');
  return last?.type === 'scenario-finished' ? last.error : undefined;
}

function stepsIn(events: readonly NewEvent[]): TrialStep[] {
  const finished = events.filter(
    (event): event is Extract<TraceEvent, { type: 'step-finished' }> => event.type === 'step-finished',
  );
  return finished.map(({ title, status, expected, observed, durationMs }, index) => ({
    number: index + 1,
    title,
    status,
    ...(expected === undefined ? {} : { expected }),
    ...(observed === undefined ? {} : { observed }),
    durationMs,
  }));
}
