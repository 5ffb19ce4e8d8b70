import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { exitCodes, KnocklabError } from '../../core/errors.ts';
import { listLabs } from '../../lab/fabrics/fabric.ts';
import { toolsFor } from '../../lab/system-tools.ts';
import { exitCodeOfRun } from '../../report/exit-code.ts';
import { buildRunModel } from '../../report/model.ts';
import { writeReports } from '../../report/write-reports.ts';
import { projectRoot } from '../../scenario/project-root.ts';
import type { RunOptions } from '../../scenario/run-options.ts';
import { runScenarios } from '../../scenario/run-scenarios.ts';
import { findScenarioFiles, type ScenarioFile, selectScenarios } from '../../scenario/scenario-files.ts';
import { type Status, traceVersion } from '../../trace/events.ts';
import { follow, readTrace } from '../../trace/reader.ts';
import { openTrace, type TraceWriter } from '../../trace/writer.ts';
import type { RunCommandOptions } from '../commands/run.ts';
import { prepareTools } from '../prepare-tools.ts';
import { findBrowser, printPdf } from '../report/print-pdf.ts';
import { routerImage } from '../router-image.ts';
import type { Terminal } from '../terminal.ts';
import { type Interruption, listenForInterruption } from './interruption.ts';
import { reporterFor } from './reporter-for.ts';
import { createRunFolder, type RunFolder } from './run-folder.ts';
import { tellGithub } from './tell-github.ts';
import { toolVersions } from './tool-versions.ts';

/** Runs scenarios, shows each step when it ends, leaves the reports and gives the exit code. */
export async function runCommand(
  filters: readonly string[],
  options: RunCommandOptions,
  commandLine: string,
  terminal: Terminal,
): Promise<number> {
  const root = projectRoot(terminal.cwd);
  const files = selectScenarios(await findScenarioFiles(root), filters);
  const config = options.config === undefined ? undefined : existingFile(options.config, terminal.cwd);
  const image = await routerImage(options, terminal);
  const browser = options.pdf ? findBrowser() : undefined;
  await prepareTools(terminal, toolsFor(options.router, options.fabric));
  using interruption = listenForInterruption();
  const startedAt = new Date();
  const folder = await createRunFolder(resolve(terminal.cwd, options.out), startedAt);
  return await new Run({
    root,
    files,
    config,
    image,
    browser,
    options,
    commandLine,
    terminal,
    interruption,
    startedAt,
    folder,
  }).run();
}

function existingFile(name: string, cwd: string): string {
  const file = resolve(cwd, name);
  if (existsSync(file)) return file;
  throw new KnocklabError('input/configuration', `There is no file "${name}".`, {
    remedy: 'Give the path of an .rsc file to --config.',
  });
}

interface RunInput {
  readonly root: string;
  readonly files: readonly ScenarioFile[];
  readonly config: string | undefined;
  readonly image: string | undefined;
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
    const { options, terminal } = this.#input;
    await this.#begin();
    using reporter = reporterFor(options.reporter, terminal);
    const follower = follow(this.#traceFile, (event) => reporter.onEvent(event));
    const failure = await this.#scenarios().catch((error: unknown) => ({ error }));
    const exitCode = await this.#end(failure === undefined);
    await follower.close();
    const problems = await this.#report();
    const pdf = existsSync(join(this.#input.folder.directory, 'index.pdf')) ? { pdf: this.#shown('index.pdf') } : {};
    reporter.close({ report: this.#shown('index.html'), ...pdf, problems });
    await this.#nameKeptLabs();
    if (failure !== undefined) throw failure.error;
    return problems.length > 0 && exitCode === exitCodes.passed ? exitCodes.lab : exitCode;
  }

  async #begin(): Promise<void> {
    const { options, commandLine, folder, startedAt } = this.#input;
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
    });
  }

  /** Undefined when vitest came to its end; what the scenarios found stands in the trace. */
  async #scenarios(): Promise<undefined> {
    const { files, options, interruption } = this.#input;
    const { signal } = interruption;
    const work = runScenarios({
      files,
      options: this.#runOptions(),
      workers: options.workers,
      signal,
      write: (event) => this.#trace.write(event),
    });
    await Promise.race([work, afterGrace(signal)]);
    return undefined;
  }

  /** No other program's clock can be turned. */
  get #clock(): 'virtual' | 'real' {
    const { options, image } = this.#input;
    return image === undefined ? options.clock : 'real';
  }

  #runOptions(): RunOptions {
    const { root, files, config, image, options, folder, startedAt } = this.#input;
    return {
      root,
      runDirectory: folder.directory,
      startedAt: startedAt.getTime(),
      clock: this.#clock,
      fabric: options.fabric,
      ...(image === undefined ? {} : { image }),
      ...(config === undefined ? {} : { config }),
      ...(options.ros === undefined ? {} : { ros: options.ros }),
      snapshots: options.snapshot,
      keep: options.keep,
      bail: options.bail,
      ...(options.gate === undefined ? {} : { gate: options.gate }),
      ids: Object.fromEntries(files.map(({ file, id }) => [file, id])),
      only: Object.fromEntries(files.flatMap(({ file, only }) => (only === undefined ? [] : [[file, only]]))),
    };
  }

  async #end(ranToEnd: boolean): Promise<number> {
    const { interruption, startedAt } = this.#input;
    const { events } = await readTrace(this.#traceFile);
    const found = exitCodeOfRun(events);
    const ownCode = ranToEnd ? found : exitCodes.lab;
    const exitCode = interruption.signal.aborted ? exitCodes.interrupted : ownCode;
    const counts: Record<Status, number> = { passed: 0, failed: 0, inconclusive: 0, skipped: 0, error: 0 };
    for (const { status } of buildRunModel(events).scenarios) counts[status] += 1;
    this.#trace.write({ type: 'run-finished', durationMs: Date.now() - startedAt.getTime(), exitCode, counts });
    this.#trace.close();
    return exitCode;
  }

  async #report(): Promise<string[]> {
    const { browser, folder, terminal } = this.#input;
    try {
      await writeReports(folder.directory);
      await tellGithub(folder.directory, terminal);
      if (browser !== undefined) await printPdf(join(folder.directory, 'index.html'), browser);
      return [];
    } catch (error) {
      if (!(error instanceof KnocklabError)) throw error;
      return [error.message, ...(error.evidence === undefined ? [] : [error.evidence])];
    }
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

  /** As a user in the current folder would type it. */
  #shown(name: string): string {
    const { folder, terminal } = this.#input;
    const file = join(folder.directory, name);
    const short = relative(terminal.cwd, file);
    return short.startsWith('..') ? file : short;
  }
}

/** Settles some time after an interruption, for scenarios that do not come to an end. */
async function afterGrace(signal: AbortSignal): Promise<void> {
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  await pause(graceMs, undefined, { ref: false });
}
