import type { EventOf, Status } from '../trace/events.ts';
import type { Failure, ScenarioModel, StepModel } from './model/scenario.ts';
import type { RunModel } from './model.ts';

/** Version of results.json. Fields are added, but never renamed or removed, without a new one. */
const resultsVersion = 1;

/** results.json: a run for machines. */
export interface Results {
  /** Version of this format. */
  readonly version: number;
  /** Name of the run: its folder below `reports/`. */
  readonly run: string;
  /** What the router was: `twin`, `chr`, `device`. */
  readonly router: string;
  /** Where the lab lived: `netns`, `docker`. */
  readonly fabric: string;
  /** `virtual`: the scenario moved the router's time; `real`: it waited. */
  readonly clock: 'virtual' | 'real';
  /** ISO time, UTC; empty when the trace has lost its beginning. */
  readonly startedAt: string;
  readonly durationMs: number;
  /** The exit code the run deserves: 0 passed, 1 failed, 2 input, 3 lab, 4 inconclusive, 130 interrupted. */
  readonly exitCode: number;
  /** False: the run was cut off, and what is here ends there. */
  readonly complete: boolean;
  /** What of the trace could not be read; absent when all of it could. */
  readonly problems?: readonly string[];
  readonly scenarios: readonly ScenarioResult[];
}

interface ScenarioResult {
  /** Path below `scenarios/` without its ending: `husain/scheme3`. */
  readonly id: string;
  readonly title: string;
  /** The publication that is reproduced: `husain-2023`. */
  readonly seed?: string;
  /** Never better than its steps. */
  readonly status: Status;
  readonly durationMs: number;
  /** In order. */
  readonly steps: readonly StepResult[];
  /** What a publication claims beside what was observed, by number. */
  readonly indicators?: readonly IndicatorResult[];
  /** What came of each attack on a system, in the order in which they were tried. */
  readonly resistance?: readonly AttackOutcomeResult[];
  /** What the scenario found that nobody asked for. */
  readonly findings?: readonly FindingResult[];
  /** What stopped the harness; not a verdict on the firewall. */
  readonly error?: Failure;
}

interface StepResult {
  readonly title: string;
  /** `inconclusive`: the harness could not tell; `skipped`: not possible here, for the reason in `observed`. */
  readonly status: Status;
  readonly expected?: string;
  readonly observed?: string;
  readonly durationMs: number;
}

interface IndicatorResult {
  readonly number: number;
  readonly name: string;
  /** The claim, as published. */
  readonly paper: string;
  /** What this run saw. */
  readonly observed: string;
  readonly status: EventOf<'indicator'>['status'];
}

interface AttackOutcomeResult {
  /** Id in the catalogue (docs/attacks.md): `sequential-scan`. */
  readonly attack: string;
  readonly family: string;
  readonly title: string;
  /** `akbar-mum/published` */
  readonly system: string;
  /** `gives way`: the attacker got what he wanted. */
  readonly outcome: EventOf<'attack'>['outcome'];
  /** What the scenario knew before. */
  readonly expected: EventOf<'attack'>['expected'];
  readonly evidence: string;
  /** Why no packet filter can hold against it. */
  readonly inherent?: string;
}

interface FindingResult {
  readonly name: string;
  readonly text: string;
}

/** The text of results.json. */
export function renderJson(model: RunModel): string {
  return `${JSON.stringify(resultsOf(model), null, 2)}\n`;
}

function resultsOf(model: RunModel): Results {
  const { run, router, fabric, clockMode, startedAt, durationMs, exitCode, finished, problems } = model;
  return {
    version: resultsVersion,
    run,
    router,
    fabric,
    clock: clockMode,
    startedAt,
    durationMs,
    exitCode,
    complete: finished,
    ...(problems.length === 0 ? {} : { problems }),
    scenarios: model.scenarios.map(scenarioResult),
  };
}

function scenarioResult(scenario: ScenarioModel): ScenarioResult {
  const { id, title, start, status, durationMs, steps, indicators, attacks, findings, error } = scenario;
  return {
    id,
    title,
    ...(start?.seed === undefined ? {} : { seed: start.seed }),
    status,
    durationMs,
    steps: steps.map(stepResult),
    ...(indicators.length === 0 ? {} : { indicators: indicators.map(indicatorResult) }),
    ...(attacks.length === 0 ? {} : { resistance: attacks.map(attackResult) }),
    ...(findings.length === 0 ? {} : { findings: findings.map(({ name, text }) => ({ name, text })) }),
    ...(error === undefined ? {} : { error }),
  };
}

function stepResult({ title, status, expected, observed, durationMs }: StepModel): StepResult {
  return {
    title,
    status,
    ...(expected === undefined ? {} : { expected }),
    ...(observed === undefined ? {} : { observed }),
    durationMs,
  };
}

function indicatorResult({ number, name, paper, observed, status }: EventOf<'indicator'>): IndicatorResult {
  return { number, name, paper, observed, status };
}

function attackResult(event: EventOf<'attack'>): AttackOutcomeResult {
  const { attack, family, title, system, outcome, expected, evidence, inherent } = event;
  const why = inherent === undefined ? {} : { inherent };
  return { attack, family, title, system, outcome, expected, evidence, ...why };
}
