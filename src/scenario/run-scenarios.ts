import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import type {
  BaseSequencer,
  CliOptions,
  TestModule,
  TestSequencerConstructor,
  TestSpecification,
  Vitest,
} from 'vitest/node';
import { didYouMean } from '../core/did-you-mean.ts';
import type { NewEvent } from '../trace/writer.ts';
import { createInterruptSender } from './interrupt.ts';
import { type LoadFault, loadFault } from './load-fault.ts';
import type { RunOptions } from './run-options.ts';
import { type ScenarioFile, scenarioId } from './scenario-files.ts';
import { ownScenarios, shippedScenarioPlugin } from './shipped-scenarios.ts';
import { yamlScenarioPlugin } from './yaml/vite-plugin.ts';

export interface ScenarioRun {
  readonly files: readonly ScenarioFile[];
  readonly options: RunOptions;
  readonly workers: number;
  /** Which of how many parts, from 1. */
  readonly shard?: { readonly index: number; readonly count: number };
  /** Aborted: scenarios stop where they are, those that have not begun are left out. */
  readonly signal: AbortSignal;
  /** Takes what the scenarios themselves could not write: that their file was wrong, that a worker died. */
  readonly write: (event: NewEvent) => void;
}

/** Runs scenario files in vitest; each writes its events into the trace of the run. */
export async function runScenarios(run: ScenarioRun): Promise<void> {
  const interrupt = createInterruptSender();
  const send = (): void => interrupt.send();
  run.signal.addEventListener('abort', send, { once: true });
  if (run.signal.aborted) send();
  const vitest = await createRunner(run, vitestFolder(run.options));
  try {
    reportFaults(run, await runFiles(vitest, run.files));
  } finally {
    run.signal.removeEventListener('abort', send);
    await vitest.close();
  }
}

/** What vitest says of a run. */
export type VitestResult = Awaited<ReturnType<Vitest['runTestSpecifications']>>;

export async function runFiles(vitest: Vitest, files: readonly ScenarioFile[]): Promise<VitestResult> {
  const project = vitest.getRootProject();
  return await vitest.runTestSpecifications(files.map(({ file }) => project.createSpecification(file)));
}

/** vitest, ready to be told of files; `folder` is for what it keeps while it starts, and is removed. */
export async function createRunner(
  { options, workers, shard }: Pick<ScenarioRun, 'options' | 'workers' | 'shard'>,
  folder: string,
  setupFiles: readonly string[] = [],
): Promise<Vitest> {
  const { BaseSequencer: Base, createVitest } = await import('vitest/node');
  // Measured: 15 MB less resident for each worker that is started after this, and no slower.
  setFlagsFromString('--max-semi-space-size=1');
  const shardConfig = shard === undefined ? {} : { shard: `${shard.index}/${shard.count}` };
  using _own = keepOwnListeners();
  return await withDataFolder(folder, () =>
    createVitest(
      { ...testConfig(options, workers, givenOrder(Base)), ...shardConfig, setupFiles: [...setupFiles] },
      {
        envDir: false,
        logLevel: 'silent',
        plugins: [yamlScenarioPlugin(), shippedScenarioPlugin()],
      },
    ),
  );
}

export const vitestFolder = ({ runDirectory }: Pick<RunOptions, 'runDirectory'>): string =>
  join(runDirectory, '.vitest');

/** vitest keeps a token for its page, which no run serves, in the user's home: a run has its own folder and nothing else. */
export async function withDataFolder<Made>(folder: string, make: () => Promise<Made>): Promise<Made> {
  const { XDG_DATA_HOME } = process.env;
  if (XDG_DATA_HOME === folder) return await make();
  process.env['XDG_DATA_HOME'] = folder;
  try {
    return await make();
  } finally {
    if (XDG_DATA_HOME === undefined) delete process.env['XDG_DATA_HOME'];
    else process.env['XDG_DATA_HOME'] = XDG_DATA_HOME;
    rmSync(folder, { recursive: true, force: true });
  }
}

// vitest ends the process at once on these; an interrupted run still has reports to write and labs to take down.
const processEvents: readonly (string | symbol)[] = ['SIGINT', 'SIGTERM', 'unhandledRejection'];

type Listener = (...args: unknown[]) => void;

/** Until it is disposed of, whoever begins to listen to those is not heard: at no moment does vitest end the process. */
function keepOwnListeners(): Disposable {
  const removeAgain = (event: string | symbol, listener: Listener): void => {
    if (processEvents.includes(event)) queueMicrotask(() => process.off(event, listener));
  };
  process.on('newListener', removeAgain);
  return { [Symbol.dispose]: () => void process.off('newListener', removeAgain) };
}

/** Threads of one process and no isolation: a worker costs no second Node. A lab's lifetime limits itself, not vitest. */
function testConfig(options: RunOptions, workers: number, sequencer: TestSequencerConstructor): CliOptions {
  return {
    config: false,
    root: options.root,
    watch: false,
    // A run leaves its own folder and nothing else.
    cache: false,
    fsModuleCache: false,
    pool: 'threads',
    isolate: false,
    maxWorkers: workers,
    fileParallelism: workers > 1,
    bail: options.bail ? 1 : 0,
    testTimeout: 0,
    hookTimeout: 0,
    reporters: [{}],
    disableConsoleIntercept: true,
    sequence: { sequencer },
    provide: { knocklab: options },
    // Node strips the types itself: positions in errors are those of the file, and nothing is loaded twice.
    server: { deps: { external: [/^(?!.*\/node_modules\/).*\.ts$/], inline: [ownScenarios] } },
  };
}

/** vitest would begin with what failed or took long last time; a run has the order that its user gave, and so has a shard. */
function givenOrder(Base: typeof BaseSequencer): TestSequencerConstructor {
  return class extends Base {
    #given: readonly TestSpecification[] = [];

    override shard(files: TestSpecification[]): Promise<TestSpecification[]> {
      this.#given = files;
      return super.shard(files);
    }

    override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
      return files.toSorted((a, b) => this.#given.indexOf(a) - this.#given.indexOf(b));
    }
  };
}

/** What a run has to be told of to be reported. */
export type ReportedRun = Pick<ScenarioRun, 'files' | 'signal' | 'write'>;

/** Writes what the scenarios themselves could not: that their file was wrong, or has not what was asked for. */
export function reportFaults(run: ReportedRun, { testModules, unhandledErrors: unhandled }: VitestResult): void {
  for (const module of testModules) {
    const fault = loadFault(module.errors());
    if (fault !== undefined) writeFault(run, idOf(run, module.moduleId), fault);
    else reportUnknown(run, module);
  }
  // What an interrupted scenario had begun comes to an end after its lab, and may say so.
  if (run.signal.aborted) return;
  for (const error of unhandled) {
    const fault = loadFault([error]);
    if (fault !== undefined) writeFault(run, undefined, { ...fault, code: 'scenario/unhandled' });
  }
}

/** Which scenarios a file has is known only once it was loaded. */
function reportUnknown(run: ReportedRun, module: TestModule): void {
  const { id, only = [] } = run.files.find(({ file }) => file === module.moduleId) ?? { id: '' };
  const titles = [...module.children.allTests()].map(({ name }) => name);
  const ids = titles.map((title) => scenarioId(id, title, titles.length));
  for (const wanted of only.filter((one) => !ids.includes(one))) {
    const message = `There is no scenario "${wanted}".${didYouMean(wanted, ids)}`;
    writeFault(run, wanted, { code: 'input/unknown-scenario', message, evidence: `known: ${ids.join(', ')}` });
  }
}

function idOf({ files }: ReportedRun, file: string): string {
  return files.find((scenario) => scenario.file === file)?.id ?? file;
}

function writeFault({ write }: ReportedRun, scenario: string | undefined, error: LoadFault): void {
  write({ type: 'scenario-finished', scenario: scenario ?? 'run', status: 'error', durationMs: 0, error });
}
