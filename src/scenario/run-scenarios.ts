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
  const vitest = await createRunner(run);
  try {
    const project = vitest.getRootProject();
    const specifications = run.files.map(({ file }) => project.createSpecification(file));
    const { testModules, unhandledErrors } = await vitest.runTestSpecifications(specifications);
    reportFaults(run, testModules, unhandledErrors);
  } finally {
    run.signal.removeEventListener('abort', send);
    await vitest.close();
  }
}

async function createRunner({ options, workers, shard }: ScenarioRun): Promise<Vitest> {
  const { BaseSequencer: Base, createVitest } = await import('vitest/node');
  const known = processListeners();
  // Measured: 15 MB less resident for each worker that is started after this, and no slower.
  setFlagsFromString('--max-semi-space-size=1');
  const shardConfig = shard === undefined ? {} : { shard: `${shard.index}/${shard.count}` };
  const vitest = await withDataFolder(vitestFolder(options), () =>
    createVitest(
      { ...testConfig(options, workers, givenOrder(Base)), ...shardConfig },
      {
        envDir: false,
        logLevel: 'silent',
        plugins: [yamlScenarioPlugin(), shippedScenarioPlugin()],
      },
    ),
  );
  removeListenersExcept(known);
  return vitest;
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
const processEvents = ['SIGINT', 'SIGTERM', 'unhandledRejection'] as const;

type Listener = (...args: unknown[]) => void;

function processListeners(): ReadonlySet<unknown> {
  return new Set(processEvents.flatMap((event) => process.rawListeners(event)));
}

function removeListenersExcept(known: ReadonlySet<unknown>): void {
  for (const event of processEvents) {
    const added = process.rawListeners(event).filter((listener) => !known.has(listener));
    for (const listener of added) process.off(event, listener as Listener);
  }
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

function reportFaults(run: ScenarioRun, modules: readonly TestModule[], unhandled: readonly unknown[]): void {
  for (const module of modules) {
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
function reportUnknown(run: ScenarioRun, module: TestModule): void {
  const { id, only = [] } = run.files.find(({ file }) => file === module.moduleId) ?? { id: '' };
  const titles = [...module.children.allTests()].map(({ name }) => name);
  const ids = titles.map((title) => scenarioId(id, title, titles.length));
  for (const wanted of only.filter((one) => !ids.includes(one))) {
    const message = `There is no scenario "${wanted}".${didYouMean(wanted, ids)}`;
    writeFault(run, wanted, { code: 'input/unknown-scenario', message, evidence: `known: ${ids.join(', ')}` });
  }
}

function idOf({ files }: ScenarioRun, file: string): string {
  return files.find((scenario) => scenario.file === file)?.id ?? file;
}

function writeFault({ write }: ScenarioRun, scenario: string | undefined, error: LoadFault): void {
  write({ type: 'scenario-finished', scenario: scenario ?? 'run', status: 'error', durationMs: 0, error });
}
