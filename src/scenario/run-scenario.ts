import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { KnocklabError } from '../core/errors.ts';
import type { Source } from '../core/source.ts';
import type { Status } from '../trace/events.ts';
import type { NewEvent } from '../trace/writer.ts';
import { readConfiguration } from './configuration.ts';
import { askConsent, tellGivenBack } from './consent.ts';
import { createFixtures, type ScenarioFixtures } from './fixtures.ts';
import type { Gate } from './gate/gate.ts';
import { planSteps } from './gate/plan-steps.ts';
import { watchFlights } from './gate/watch-flights.ts';
import { findRosVersion } from './ros-version.ts';
import type { RunOptions } from './run-options.ts';
import { shortName } from './scenario-files.ts';
import type { ScenarioBody, ScenarioOptions } from './scenario-options.ts';
import { createStepRunner, interruption, type StepRunner, untilAborted } from './step-runner.ts';
import type { openTestbed, Testbed, TestbedOptions } from './testbed.ts';
import { createTracer, type Tracer } from './tracer.ts';

export interface ScenarioDefinition {
  /** `husain/scheme3` */
  readonly id: string;
  readonly title: string;
  readonly file: string;
  readonly options: ScenarioOptions;
  readonly body: ScenarioBody<string>;
}

/** What a scenario runs in; tests put something smaller in its place. */
export interface ScenarioSurroundings {
  readonly run: RunOptions;
  readonly write: (event: NewEvent) => void;
  readonly signal: AbortSignal;
  readonly open: typeof openTestbed;
  /** How many expectations have been judged so far. */
  readonly assertions: () => number;
  /** Numbers of the steps to run; undefined: all. */
  readonly chosen?: ReadonlySet<number> | undefined;
  /** Nobody reads the trace: what is only told in it is not looked for. */
  readonly untold?: boolean;
  /** Asked before each step, where somebody holds one. */
  readonly gate?: Gate | undefined;
}

/** Runs one scenario from the lab's start to its end, writes its events and gives its status. Never rejects. */
export function runScenario(definition: ScenarioDefinition, surroundings: ScenarioSurroundings): Promise<Status> {
  return new ScenarioRun(definition, surroundings).run();
}

/** A configuration of more characters is not copied into the trace. */
const longestText = 200_000;

class ScenarioRun {
  readonly #definition: ScenarioDefinition;
  readonly #surroundings: ScenarioSurroundings;
  readonly #tracer: Tracer;
  readonly #steps: StepRunner;
  #fixtures: ScenarioFixtures | undefined;

  constructor(definition: ScenarioDefinition, surroundings: ScenarioSurroundings) {
    const { run, write, signal } = surroundings;
    this.#definition = definition;
    this.#surroundings = surroundings;
    this.#tracer = createTracer({
      scenario: definition.id,
      runDirectory: run.runDirectory,
      startedAt: run.startedAt,
      write,
      clock: () => this.#fixtures?.clock.estimate(),
    });
    this.#steps = createStepRunner({
      emit: this.#tracer.emit,
      enter: this.#tracer.enter,
      afterStep: async () => this.#fixtures?.look(),
      beforeStep: async (number) => surroundings.gate?.pass(number),
      signal,
      realTime: run.clock === 'real',
      bail: run.bail,
      chosen: surroundings.chosen,
    });
  }

  async run(): Promise<Status> {
    const startedAt = performance.now();
    try {
      await this.#perform();
      this.#refuseEmptiness();
    } catch (error) {
      this.#steps.take(error);
    }
    const { status, error } = this.#steps;
    const durationMs = Math.round(performance.now() - startedAt);
    this.#tracer.emit({ type: 'scenario-finished', status, durationMs, ...(error === undefined ? {} : { error }) });
    return status;
  }

  async #perform(): Promise<void> {
    const { run, signal, open } = this.#surroundings;
    if (signal.aborted) throw interruption();
    const { options, id } = this.#definition;
    const configuration = await readConfiguration(run.config ?? options.router, run.root);
    const ros = run.ros ?? options.ros ?? findRosVersion(configuration.text) ?? '7';
    this.#emitStart(configuration, ros);
    await this.#plan();
    const measured = run.coverage === true;
    const testbed = await open({ ...testbedOptions(id, options, configuration, ros, run), measured });
    try {
      await this.#use(testbed);
    } catch (error) {
      this.#steps.take(error);
    }
    await this.#close(testbed);
  }

  #emitStart(configuration: Source, ros: string): void {
    const { title, file, options } = this.#definition;
    this.#tracer.emit({
      type: 'scenario-started',
      title,
      ...(options.seed === undefined ? {} : { seed: options.seed }),
      file: shortName(file, this.#surroundings.run.root),
      about: options.about,
      topology: options.topology,
      configuration: configuration.name,
      sha256: createHash('sha256').update(configuration.text).digest('hex'),
      ...(configuration.text.length > longestText ? {} : { configurationText: configuration.text }),
      ros,
    });
  }

  async #plan(): Promise<void> {
    const { gate } = this.#surroundings;
    if (gate === undefined) return;
    const { titles, whole } = await planSteps(this.#definition.body);
    this.#tracer.emit({ type: 'planned-steps', titles, whole });
    gate.plan(titles, whole);
  }

  async #use(testbed: Testbed): Promise<void> {
    const { options, body } = this.#definition;
    const { signal } = this.#surroundings;
    this.#tracer.emit(testbed.labUp);
    const fixtures = createFixtures({
      testbed,
      options,
      tracer: this.#tracer,
      steps: this.#steps,
      root: this.#surroundings.run.root,
      untold: this.#surroundings.untold === true,
    });
    this.#fixtures = fixtures;
    await fixtures.begin();
    const { gate } = this.#surroundings;
    await using _flights = gate === undefined ? undefined : await watchFlights(testbed.lab, this.#tracer);
    await this.#openGate(testbed, fixtures);
    try {
      await untilAborted(signal, () => body(fixtures.context));
      this.#refuseLooseStep();
    } catch (error) {
      this.#steps.take(error);
    }
    await this.#lastGate();
    if (!signal.aborted) await fixtures.end();
  }

  async #openGate(testbed: Testbed, { hand }: ScenarioFixtures): Promise<void> {
    const { gate } = this.#surroundings;
    if (gate === undefined) return;
    const { lab } = testbed;
    const hosts = [...lab.hosts].filter(([name]) => name !== lab.router.name);
    const shells = Object.fromEntries(hosts.map(([name, host]) => [name, host.enter([])]));
    gate.open({ hand, shells, console: await testbed.console() });
  }

  /** After the last step the lab stays for whoever holds the gate; what was done by hand stands beside the verdict. */
  async #lastGate(): Promise<void> {
    const { gate, signal } = this.#surroundings;
    if (gate === undefined || signal.aborted) return;
    await untilAborted(signal, () => gate.pass(undefined)).catch((error: unknown) => this.#steps.take(error));
    if (gate.acts === 0) return;
    const text = `Acts made by hand between the steps: ${gate.acts}. The verdict is of a lab that somebody has touched.`;
    this.#tracer.emit({ type: 'finding', name: 'acts by hand', text });
  }

  #refuseLooseStep(): void {
    const { underWay } = this.#steps;
    if (underWay === undefined) return;
    throw new KnocklabError('input/step-not-awaited', `the scenario ended while step "${underWay}" was under way`, {
      remedy: 'Write `await` before each step.',
    });
  }

  /** A scenario that expects nothing cannot fail; it must not pass either. */
  #refuseEmptiness(): void {
    const { status, judged } = this.#steps;
    if (status !== 'passed' || judged > 0 || this.#surroundings.assertions() > 0) return;
    throw new KnocklabError('input/nothing-checked', 'the scenario expects nothing, so it proves nothing', {
      remedy: 'Give it a step with an expectation.',
    });
  }

  async #close(testbed: Testbed): Promise<void> {
    this.#fixtures = undefined;
    if (this.#surroundings.run.keep && this.#steps.status !== 'passed' && !this.#surroundings.signal.aborted) {
      await testbed.leave();
      return;
    }
    const startedAt = performance.now();
    await testbed[Symbol.asyncDispose]();
    this.#tracer.emit({ type: 'lab-down', durationMs: Math.round(performance.now() - startedAt) });
  }
}

function testbedOptions(
  id: string,
  options: ScenarioOptions,
  configuration: Source,
  ros: '6.49' | '7',
  run: RunOptions,
): TestbedOptions {
  const { root, clock, fabric, keep } = run;
  const name = labName(id);
  const router = { ...chrOf(run), ...deviceOf(run, name, options.startAt) };
  return { topology: options.topology, root, configuration, ros, clock, fabric, keep, name, ...router };
}

function deviceOf(
  { device, ros, runDirectory }: RunOptions,
  name: string,
  startAt: string | undefined,
): Pick<TestbedOptions, 'device'> {
  if (device === undefined) return {};
  const file = join(runDirectory, 'device', `${name}.rsc`);
  const agree = async (changes: readonly string[]): Promise<void> => await askConsent({ changes, file });
  return { device: { ...device, file, agree, onGivenBack: tellGivenBack, startAt, demandedRos: ros } };
}

function chrOf({ image, snapshots, ros, runDirectory }: RunOptions): Pick<TestbedOptions, 'chr'> {
  if (image === undefined) return {};
  const demanded = ros === undefined ? {} : { demandedRos: ros };
  return { chr: { image, snapshots, evidenceFolder: join(runDirectory, 'router'), ...demanded } };
}

const longestName = 64;

/** A scenario's id as the name of its lab; a long one is cut, and told apart by its hash. */
function labName(id: string): string {
  const name = id.replaceAll('/', '-');
  if (name.length <= longestName) return name;
  return `${name.slice(0, longestName - 9)}-${createHash('sha256').update(id).digest('hex').slice(0, 8)}`;
}
