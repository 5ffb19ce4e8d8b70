import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { exitCodes, KnocklabError } from '../../core/errors.ts';
import { listLabs } from '../../lab/fabrics/fabric.ts';
import { toolsFor } from '../../lab/system-tools.ts';
import { exitCodeOfRun } from '../../report/exit-code.ts';
import { buildRunModel } from '../../report/model.ts';
import type { TerminalReporter } from '../../report/terminal.ts';
import { writeReports } from '../../report/write-reports.ts';
import { projectRoot } from '../../scenario/project-root.ts';
import type { RunOptions } from '../../scenario/run-options.ts';
import { runScenarios, type ScenarioRun } from '../../scenario/run-scenarios.ts';
import { filesOfRun, findScenarioFiles, type ScenarioFile, selectScenarios } from '../../scenario/scenario-files.ts';
import { type Status, traceVersion } from '../../trace/events.ts';
import { follow, readTrace } from '../../trace/reader.ts';
import { openTrace, type TraceWriter } from '../../trace/writer.ts';
import type { RunCommandOptions } from '../commands/run.ts';
import { closeWithCoverage } from '../coverage/show-coverage.ts';
import { prepareTools } from '../prepare-tools.ts';
import { findBrowser, printPdf } from '../report/print-pdf.ts';
import { routerImage } from '../router-image.ts';
import type { Terminal } from '../terminal.ts';
import { agreeOnTerminal, deviceOfRun } from './device-of-run.ts';
import { type Interruption, listenForInterruption } from './interruption.ts';
import { reporterFor } from './reporter-for.ts';
import { createRunFolder, type RunFolder } from './run-folder.ts';
import { commonOptions, configOf, isMeasured, refuseEmptyShard, refuseToMeasure } from './run-input.ts';
import type { RunWishes } from './run-wishes.ts';
import { quoteForGithub, tellGithub } from './tell-github.ts';
import { toolVersions } from './tool-versions.ts';

/** Runs scenarios, shows each step when it ends, leaves the reports and gives the exit code. */
export async function runCommand(
  filters: readonly string[],
  options: RunCommandOptions,
  commandLine: string,
  terminal: Terminal,
  wishes: RunWishes = {},
): Promise<number> {
  refuseToMeasure(options);
  const root = projectRoot(terminal.cwd);
  const files = selectScenarios(await findScenarioFiles(root), filters);
  refuseEmptyShard(options.shard, files.length);
  const config = configOf(options, terminal);
  const device = await deviceOfRun(options, terminal);
  const image = await routerImage(options, terminal);
  const browser = options.pdf ? findBrowser() : undefined;
  await prepareTools(terminal, toolsFor(options.router, options.fabric));
  using interruption = listenForInterruption();
  using _consents = device && agreeOnTerminal(device, options, terminal);
  const startedAt = new Date();
  const folder = await createRunFolder(resolve(terminal.cwd, options.out), startedAt);
  wishes.made?.(folder.directory);
  return await new Run({
    wishes,
    root,
    files,
    config,
    image,
    device,
    browser,
    options,
    commandLine,
    terminal,
    interruption,
    startedAt,
    folder,
  }).run();
}

interface RunInput {
  readonly wishes: RunWishes;
  readonly root: string;
  readonly files: readonly ScenarioFile[];
  readonly config: string | undefined;
  readonly image: string | undefined;
  readonly device: RunOptions['device'] | undefined;
  /** What prints the report; undefined: nobody asked for it. */
  readonly browser: string | undefined;
  readonly options: RunCommandOptions;
  readonly commandLine: string;
  readonly terminal: Terminal;
  readonly interruption: Interruption;
  readonly startedAt: Date;
  readonly folder: RunFolder;
}

/** How long scenarios may take to come to an end after an interruption. */
const graceMs = 5000;
/** Nor a device to be put back. */
const deviceGraceMs = 120_000;

class Run {
  readonly #input: RunInput;
  readonly #traceFile: string;
  readonly #trace: TraceWriter;

  constructor(input: RunInput) {
    this.#input = input;
    this.#traceFile = join(input.folder.directory, 'trace.jsonl');
    this.#trace = openTrace(this.#traceFile, { startedAt: input.startedAt.getTime() });
  }

  async run(): Promise<number> {
    const { terminal } = this.#input;
    await this.#begin();
    const endOfQuotes = quoteForGithub(terminal);
    using reporter = reporterFor(this.#reporterName, terminal);
    const follower = follow(this.#traceFile, (event) => reporter.onEvent(event));
    const failures: unknown[] = [];
    await this.#scenarios().catch((error: unknown) => failures.push(error));
    const exitCode = await this.#end(failures);
    await follower.close();
    const problems = await this.#close(reporter);
    await this.#nameKeptLabs();
    endOfQuotes();
    await tellGithub(this.#input.folder.directory, terminal);
    if (failures.length > 0) throw failures[0];
    if (exitCode !== exitCodes.passed) return exitCode;
    return problems.length > 0 ? exitCodes.lab : await this.#coverage();
  }

  async #begin(): Promise<void> {
    const { files, options, commandLine, folder, startedAt } = this.#input;
    this.#trace.write({
      type: 'run-started',
      version: traceVersion,
      run: folder.run,
      startedAt: startedAt.toISOString(),
      command: commandLine,
      router: options.router,
      fabric: options.fabric,
      clockMode: this.#clock,
      tools: await toolVersions(),
      planned: files.map(({ id }) => id),
      ...(options.shard === undefined ? {} : { shard: options.shard }),
    });
  }

  /** Undefined when vitest came to its end; what the scenarios found stands in the trace. */
  async #scenarios(): Promise<undefined> {
    const { files, options, device, wishes } = this.#input;
    const signal = this.#signal;
    const write: ScenarioRun['write'] = (event) => this.#trace.write(event);
    const runOptions = this.#runOptions();
    const { workers, shard } = options;
    const ready = await wishes.ready?.(files);
    const work =
      ready === undefined
        ? runScenarios({ files, options: runOptions, workers, ...(shard && { shard }), signal, write })
        : ready({ ...runOptions, signal, write });
    await Promise.race([work, afterGrace(signal, device === undefined ? graceMs : deviceGraceMs)]);
    return undefined;
  }

  get #signal(): AbortSignal {
    const { interruption, wishes } = this.#input;
    return AbortSignal.any([interruption.signal, ...(wishes.signal === undefined ? [] : [wishes.signal])]);
  }

  /** No other program's clock can be turned. */
  get #clock(): 'virtual' | 'real' {
    const { options, image, device } = this.#input;
    return image === undefined && device === undefined ? options.clock : 'real';
  }

  #runOptions(): RunOptions {
    const { files, image, device, folder, startedAt } = this.#input;
    return {
      ...commonOptions(this.#input),
      runDirectory: folder.directory,
      startedAt: startedAt.getTime(),
      clock: this.#clock,
      ...(image === undefined ? {} : { image }),
      ...(device === undefined ? {} : { device }),
      ...filesOfRun(files),
    };
  }

  /** A disk that is full by now is one more failure; the exit code stands without its event. */
  async #end(failures: unknown[]): Promise<number> {
    const { startedAt } = this.#input;
    const { events } = await readTrace(this.#traceFile, { brief: true });
    const found = exitCodeOfRun(events);
    const ownCode = failures.length === 0 ? found : exitCodes.lab;
    const exitCode = this.#signal.aborted ? exitCodes.interrupted : ownCode;
    const counts: Record<Status, number> = { passed: 0, failed: 0, inconclusive: 0, skipped: 0, error: 0 };
    for (const { status } of buildRunModel(events).scenarios) counts[status] += 1;
    try {
      this.#trace.write({ type: 'run-finished', durationMs: Date.now() - startedAt.getTime(), exitCode, counts });
    } catch (error) {
      failures.push(error);
    }
    this.#trace.close();
    return exitCode;
  }

  /** Shows the verdict beside what the run leaves; where somebody waits for it, before that is written. */
  async #close(reporter: TerminalReporter): Promise<string[]> {
    const { shown } = this.#input.wishes;
    if (shown === undefined) {
      const problems = await this.#report();
      reporter.close({ ...this.#reportFiles(), problems });
      return problems;
    }
    reporter.close();
    shown();
    const problems = await this.#report();
    const { report } = this.#reportFiles();
    const lines = problems.map((problem) => `problem  ${problem}`);
    if (report !== undefined && this.#reporterName !== 'none') lines.push(`report   ${report}`);
    for (const line of lines) this.#input.terminal.stdout.write(`${line}\n`);
    return problems;
  }

  async #report(): Promise<string[]> {
    const { browser, folder } = this.#input;
    try {
      await writeReports(folder.directory);
      if (browser !== undefined) await printPdf(join(folder.directory, 'index.html'), browser);
      return [];
    } catch (error) {
      if (!(error instanceof KnocklabError)) throw error;
      return [error.message, ...(error.evidence?.split('\n') ?? []), error.remedy ?? ''];
    }
  }

  async #coverage(): Promise<number> {
    const { options, folder, terminal } = this.#input;
    if (!isMeasured(options)) return exitCodes.passed;
    const { threshold = [] } = options;
    const shown = options.reporter === 'none' ? undefined : this.#shown('');
    return await closeWithCoverage(folder.directory, { shown, threshold }, terminal);
  }

  async #nameKeptLabs(): Promise<void> {
    const { options, terminal, startedAt } = this.#input;
    if (!options.keep) return;
    const kept = (await listLabs()).filter((lab) => lab.keep && new Date(lab.startedAt) >= startedAt);
    for (const { name } of kept) {
      terminal.stdout.write(
        `lab      ${name} is still up: knocklab exec --name ${name} HOST -- COMMAND; knocklab down ${name}\n`,
      );
    }
  }

  /** Somebody who is asked about a device needs a terminal that stands still. */
  get #reporterName(): RunCommandOptions['reporter'] {
    const { device, options } = this.#input;
    return device !== undefined && options.reporter === 'terminal' ? 'lines' : options.reporter;
  }

  /** Those that have been written. */
  #reportFiles(): { readonly report?: string; readonly pdf?: string } {
    const shown = (name: string): string | undefined =>
      existsSync(join(this.#input.folder.directory, name)) ? this.#shown(name) : undefined;
    const [report, pdf] = [shown('index.html'), shown('index.pdf')];
    return { ...(report !== undefined && { report }), ...(pdf !== undefined && { pdf }) };
  }

  /** As a user in the current folder would type it. */
  #shown(name: string): string {
    const { folder, terminal } = this.#input;
    const file = join(folder.directory, name);
    const short = relative(terminal.cwd, file);
    return short.startsWith('..') ? file : short;
  }
}

/** Settles some time after an interruption, for scenarios that do not come to an end. */
async function afterGrace(signal: AbortSignal, ms: number): Promise<void> {
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  await pause(ms, undefined, { ref: false });
}
