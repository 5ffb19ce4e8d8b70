import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { KnocklabError } from '../core/errors.ts';
import type { GateReport, RouterConsole } from '../scenario/gate/gate.ts';
import { openTail, type Tail } from '../trace/tail.ts';
import { HeldRun } from './held-run.ts';
import type { ShellPlace } from './host-console.ts';
import { Journal } from './journal.ts';
import type { DemoState } from './state.ts';

export interface DemonstrationOptions {
  readonly scenario: string;
  readonly cwd: string;
  /** The folder of the project. */
  readonly root: string;
  readonly out: string;
  /** A folder of our own, for the gate and for configurations that are handed in. */
  readonly folder: string;
  /** A configuration of its own instead of the scenario's. */
  readonly config?: string | undefined;
  /** The text of the configuration that the page shows. */
  readonly configText: string;
  readonly exercise?: string | undefined;
  readonly fabric: string;
  /** Options of `run` that say what the router is and where the lab lives. */
  readonly routerOptions: readonly string[];
}

const traceEveryMs = 40;

/** One scenario shown to a class: runs of it, one after the other, that wait, go on and begin anew as the teacher wants. */
export class Demonstration implements AsyncDisposable {
  readonly journal = new Journal();
  readonly #options: DemonstrationOptions;
  #state: DemoState;
  #run: HeldRun | undefined;
  #lab: Extract<GateReport, { say: 'lab' }> | undefined;
  #tail: Tail | undefined;
  #directory: string | undefined;
  readonly #timer: NodeJS.Timeout;
  #config: string | undefined;
  #configText: string;
  /** Restarts do not overtake each other. */
  #restarting: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(options: DemonstrationOptions) {
    this.#options = options;
    this.#config = options.config;
    this.#configText = options.configText;
    const { scenario, exercise } = options;
    const named = exercise === undefined ? {} : { exercise };
    this.#state = { scenario, run: 0, phase: 'starting', consoles: [], ownConfiguration: false, ...named };
    this.#timer = setInterval(() => this.#passOnTrace(), traceEveryMs);
  }

  get state(): DemoState {
    return this.#state;
  }

  /** The folder of the present run, once it is known. */
  get directory(): string | undefined {
    return this.#directory;
  }

  get configText(): string {
    return this.#configText;
  }

  /** How a host's console is reached; undefined while there is none. */
  shell(host: string): ShellPlace | undefined {
    const through = this.#lab?.shells[host];
    return through && { host, through, isContainer: this.#options.fabric === 'docker' };
  }

  get routerConsole(): RouterConsole | undefined {
    return this.#lab?.console;
  }

  /** Begins anew and waits before `until`: a step's number, or the first. Infinity runs to the end. */
  async restart(until = 1): Promise<void> {
    this.#restarting = this.#restarting.then(async () => {
      await this.#run?.stop();
      if (!this.#closed) await this.#begin(until);
    });
    await this.#restarting;
  }

  async #begin(until: number): Promise<void> {
    this.#tail?.close();
    this.#tail = undefined;
    this.#directory = undefined;
    this.#lab = undefined;
    const number = this.journal.begin();
    this.#change({ run: number, phase: 'starting', until, step: undefined, fault: undefined, consoles: [] });
    const { scenario, cwd, out, folder, routerOptions } = this.#options;
    this.#run = await HeldRun.start({
      scenario,
      folder,
      out,
      cwd,
      config: this.#config,
      routerOptions,
      onReport: (report) => this.#hear(report),
      onEnd: (exitCode, output) => this.#ended(number, exitCode, output),
    });
  }

  /** One step further. */
  next(): void {
    const { phase, step } = this.#state;
    if (phase !== 'waiting' || step === undefined) throw busy(phase);
    this.#runUntil(step + 1);
  }

  /** Runs through to just before a step; a step that is over is reached by beginning anew. */
  async runTo(step: number): Promise<void> {
    const { phase, step: at } = this.#state;
    const isBehind = phase === 'over' || phase === 'ended' || phase === 'broken' || (at !== undefined && step <= at);
    if (isBehind && !(phase === 'waiting' && step === at)) await this.restart(step);
    else this.#runUntil(step);
  }

  /** After the step that is under way, nothing more by itself. */
  pause(): void {
    this.#change({ until: undefined });
  }

  /** Lets the lab go down, after all steps, so that the report is written. */
  finish(): void {
    if (this.#state.phase !== 'over') throw busy(this.#state.phase);
    this.#run?.go();
  }

  async act(act: Parameters<HeldRun['act']>[0]): Promise<string> {
    const { phase } = this.#state;
    if (this.#run === undefined || (phase !== 'waiting' && phase !== 'over')) throw busy(phase);
    return await this.#run.act(act);
  }

  /** Somebody has begun to type on a host's console. */
  note(host: string): void {
    this.#run?.note(host);
  }

  /** Another configuration under the same scenario, from the first step to the last. */
  async tryConfiguration(text: string): Promise<void> {
    const file = join(this.#options.folder, 'handed-in.rsc');
    await writeFile(file, text);
    this.#config = file;
    this.#configText = text;
    this.#change({ ownConfiguration: true });
    await this.restart(Number.POSITIVE_INFINITY);
  }

  /** The page's report, when the run has ended. */
  report(): string | undefined {
    if (this.#state.phase !== 'ended' || this.#directory === undefined) return undefined;
    return readFileSync(join(this.#directory, 'index.html'), 'utf8');
  }

  #runUntil(until: number): void {
    this.#change({ until });
    if (this.#state.phase === 'waiting') this.#run?.go();
  }

  #hear(report: GateReport): void {
    if (report.say === 'run') this.#follow(report.directory);
    else if (report.say === 'lab') {
      this.#lab = report;
      const router = report.console === undefined ? [] : ['router'];
      this.#change({ consoles: [...Object.keys(report.shells), ...router] });
    } else if (report.say === 'waiting') this.#wait(report.step);
    else if (report.say === 'passed') this.#change({ phase: 'running' });
  }

  #wait(step: number | undefined): void {
    this.#passOnTrace();
    if (step === undefined) {
      this.#change({ phase: 'over', step: undefined, until: undefined });
      return;
    }
    const { until = 0 } = this.#state;
    if (step < until) {
      this.#change({ phase: 'running', step });
      this.#run?.go();
    } else this.#change({ phase: 'waiting', step, until: undefined });
  }

  #ended(number: number, exitCode: number, output: string): void {
    if (number !== this.#state.run) return;
    this.#passOnTrace();
    this.#lab = undefined;
    const isMade = this.#directory !== undefined && exitCode !== 3 && exitCode !== 130;
    const fault = output.trim();
    const why = isMade || fault === '' ? {} : { fault };
    this.#change({ phase: isMade ? 'ended' : 'broken', step: undefined, until: undefined, consoles: [], ...why });
  }

  #follow(directory: string): void {
    this.#directory = directory;
    this.#tail = openTail(join(directory, 'trace.jsonl'));
  }

  #passOnTrace(): void {
    for (const line of this.#tail?.read() ?? []) {
      if (line === '') continue;
      if (this.#configText === '' && line.includes('"scenario-started"')) this.#configText = this.#scenariosOwn(line);
      this.journal.add('trace', line);
    }
  }

  /** The configuration that the scenario itself names, for the page to show; empty where it cannot be read. */
  #scenariosOwn(line: string): string {
    const { configuration }: { configuration?: string } = JSON.parse(line);
    try {
      return readFileSync(resolve(this.#options.root, configuration ?? ''), 'utf8');
    } catch {
      return '';
    }
  }

  #change(change: { [Name in keyof DemoState]?: DemoState[Name] | undefined }): void {
    const next = Object.entries({ ...this.#state, ...change }).filter(([, value]) => value !== undefined);
    this.#state = Object.fromEntries(next) as unknown as DemoState;
    this.journal.add('state', JSON.stringify(this.#state));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    clearInterval(this.#timer);
    await this.#run?.stop();
    this.#tail?.close();
  }
}

function busy(phase: DemoState['phase']): KnocklabError {
  return new KnocklabError('input/not-now', `that cannot be done now: the demonstration is ${phase}`);
}
