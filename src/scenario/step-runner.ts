import { KnocklabError } from '../core/errors.ts';
import type { EventBody, Status } from '../trace/events.ts';
import type { Check, Witness } from './check.ts';
import type { ErrorRecord, Verdict } from './verdict.ts';
import { passedVerdict, verdictOf, worse } from './verdict.ts';

type StepBody<Result> = () => Promise<Result> | Result;

/** One named part of a scenario. The first one that does not pass ends the scenario. */
export interface Step {
  <Result>(title: string, body: StepBody<Result>): Promise<Result>;
  /** Fails as `step` does, but lets the scenario go on. Gives undefined when it did not pass. */
  readonly soft: <Result>(title: string, body: StepBody<Result>) => Promise<Result | undefined>;
  /** Lets much of the router's time pass: skipped where that would have to be waited for (`--clock real`). */
  readonly long: <Result>(title: string, body: StepBody<Result>) => Promise<Result | undefined>;
}

export interface StepRunnerOptions {
  readonly emit: (body: EventBody) => void;
  /** Events from here on belong to step `number`; undefined: to none. */
  readonly enter: (number: number | undefined) => void;
  /** Looks at the lab after each step. What it throws makes the step an error: the harness could not look. */
  readonly afterStep: () => Promise<void>;
  /** Waits until a step may begin. What it throws ends the scenario as an error of that step would. */
  readonly beforeStep?: (number: number) => Promise<void>;
  /** Aborted when the run is interrupted. */
  readonly signal: AbortSignal;
  /** Whether the router's time has to be waited for. */
  readonly realTime?: boolean;
  /** No step is soft. */
  readonly bail?: boolean;
  /** Numbers, from 1, of the steps to run; the others are left out. */
  readonly chosen?: ReadonlySet<number> | undefined;
}

/** Runs the steps of one scenario and keeps the worst status and the first error among them. */
export interface StepRunner {
  readonly step: Step;
  readonly witness: Witness;
  readonly status: Status;
  readonly error: ErrorRecord | undefined;
  /** How many steps have begun. */
  readonly count: number;
  /** How many checks have told the witness of themselves. */
  readonly judged: number;
  /** The title of the step under way. */
  readonly underWay: string | undefined;
  /** Reports steps that will never begin, and why. */
  skip(titles: readonly string[], reason: string): void;
  /** Takes an error that was thrown outside every step; one that ended a step is already counted. */
  take(error: unknown): void;
}

export function createStepRunner(options: StepRunnerOptions): StepRunner {
  return new Steps(options);
}

class Steps implements StepRunner {
  readonly #options: StepRunnerOptions;
  readonly step: Step;
  status: Status = 'passed';
  error: ErrorRecord | undefined;
  count = 0;
  judged = 0;
  underWay: string | undefined;
  #checks: Check[] = [];
  /** What ended the scenario; later steps are skipped even when the body catches it. */
  #end: unknown;
  #ended = false;
  readonly #seen = new WeakSet<object>();

  constructor(options: StepRunnerOptions) {
    this.#options = options;
    const hard = <Result>(title: string, body: StepBody<Result>): Promise<Result> => this.#run(title, body);
    this.step = Object.assign(hard, {
      soft: <Result>(title: string, body: StepBody<Result>): Promise<Result | undefined> => this.#runSoft(title, body),
      long: <Result>(title: string, body: StepBody<Result>): Promise<Result | undefined> => this.#runLong(title, body),
    });
  }

  readonly witness: Witness = (check) => {
    this.#checks.push(check);
    this.judged += 1;
  };

  skip(titles: readonly string[], reason: string): void {
    for (const title of titles) {
      this.#begin(title);
      this.#finish(title, { status: 'skipped', observed: reason }, 0);
    }
  }

  take(error: unknown): void {
    if (isObject(error) && this.#seen.has(error)) return;
    this.#count(verdictOf(error, this.#checks));
  }

  async #run<Result>(title: string, body: StepBody<Result>): Promise<Result> {
    this.#refuseNesting(title);
    if (this.#ended) return this.#refuse(title);
    const outcome = await this.#perform(title, body);
    if (outcome.verdict.status === 'passed' && 'result' in outcome) return outcome.result;
    this.#end = outcome.error;
    this.#ended = true;
    throw outcome.error;
  }

  async #runSoft<Result>(title: string, body: StepBody<Result>): Promise<Result | undefined> {
    if (this.#options.bail === true) return this.#run(title, body);
    this.#refuseNesting(title);
    if (this.#ended) return this.#refuse(title);
    const outcome = await this.#perform(title, body);
    return 'result' in outcome ? outcome.result : undefined;
  }

  async #runLong<Result>(title: string, body: StepBody<Result>): Promise<Result | undefined> {
    if (this.#options.realTime !== true) return this.#run(title, body);
    this.#refuseNesting(title);
    this.skip([title], 'it lets much time pass, which is not waited for with --clock real');
    return undefined;
  }

  #refuse(title: string): never {
    this.skip([title], 'an earlier step did not pass');
    throw this.#end;
  }

  #refuseNesting(title: string): void {
    if (this.underWay === undefined) return;
    throw new KnocklabError('input/step-nested', `step "${title}" begins before step "${this.underWay}" has ended`, {
      remedy: 'Write `await` before each step, and do not put one step inside another.',
    });
  }

  async #perform<Result>(title: string, body: StepBody<Result>): Promise<Outcome<Result>> {
    if (this.#options.chosen?.has(this.count + 1) === false) return this.#leaveOut(title);
    this.underWay = title;
    await this.#options.beforeStep?.(this.count + 1);
    this.#begin(title);
    const startedAt = performance.now();
    const outcome = await this.#look(await this.#attempt(body));
    this.underWay = undefined;
    this.#count(outcome.verdict);
    if (isObject(outcome.error)) this.#seen.add(outcome.error);
    this.#finish(title, outcome.verdict, performance.now() - startedAt);
    return outcome;
  }

  /** Whoever needs its result meets undefined. */
  #leaveOut<Result>(title: string): Outcome<Result> {
    this.skip([title], 'it was left out');
    return { verdict: { status: 'passed' }, result: undefined as Result };
  }

  async #attempt<Result>(body: StepBody<Result>): Promise<Outcome<Result>> {
    try {
      const result = await untilAborted(this.#options.signal, async () => body());
      return { verdict: passedVerdict(this.#checks), result };
    } catch (error) {
      return { verdict: verdictOf(error, this.#checks), error };
    }
  }

  /** A step during which the router died was not measured, whatever it seemed to show. */
  async #look<Result>(outcome: Outcome<Result>): Promise<Outcome<Result>> {
    if (this.#options.signal.aborted || outcome.verdict.status === 'error') return outcome;
    try {
      await this.#options.afterStep();
      return outcome;
    } catch (error) {
      const verdict = verdictOf(error, this.#checks);
      return worse(outcome.verdict.status, verdict.status) === outcome.verdict.status ? outcome : { verdict, error };
    }
  }

  #begin(title: string): void {
    this.count += 1;
    this.#checks = [];
    this.#options.enter(this.count);
    this.#options.emit({ type: 'step-started', title });
  }

  #finish(title: string, verdict: Verdict, durationMs: number): void {
    // The error belongs to the scenario's end; of it, the step shows what was observed.
    const { error, ...seen } = verdict;
    this.error ??= error;
    this.#options.emit({ type: 'step-finished', title, ...seen, durationMs: Math.round(durationMs) });
    this.#options.enter(undefined);
    this.#checks = [];
  }

  #count(verdict: Verdict): void {
    this.status = worse(this.status, verdict.status);
    this.error ??= verdict.error;
  }
}

interface Outcome<Result> {
  readonly verdict: Verdict;
  readonly result?: Result;
  readonly error?: unknown;
}

/** Ends when the work ends or the signal is given, whichever comes first. */
export async function untilAborted<Result>(signal: AbortSignal, work: () => Promise<Result>): Promise<Result> {
  if (signal.aborted) throw interruption();
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(interruption());
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([work(), promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

export function interruption(): KnocklabError {
  return new KnocklabError('run/interrupted', 'the run was interrupted');
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
