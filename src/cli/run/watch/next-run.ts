import { join } from 'node:path';
import { projectRoot } from '../../../scenario/project-root.ts';
import { findScenarioFiles, type ScenarioFile, selectScenarios } from '../../../scenario/scenario-files.ts';
import { openStandByLab, type StandByLab } from '../../../scenario/stand-by/stand-by-lab.ts';
import { WaitingRun } from '../../../scenario/stand-by/waiting-run.ts';
import type { RunCommandOptions } from '../../commands/run.ts';
import type { Terminal } from '../../terminal.ts';
import { commonOptions, configOf } from '../run-input.ts';
import type { ReadyRun } from '../run-wishes.ts';

/** What a run's first scenario needs of its lab, as the run before has shown. */
export interface Needs {
  readonly topology: string;
  readonly ros: string;
}

/** The run before: its folder may be used while the next one has none. */
export interface RunBefore {
  readonly directory: string;
  readonly needs: Needs | undefined;
}

/**
 * The next run, made ready while nobody waits for it: vitest has started, and a lab stands by whose router has booted and
 * holds nothing. Only what is read when a file was saved goes into a verdict. Disposing it leaves nothing.
 */
export class NextRun implements AsyncDisposable {
  readonly #lab: Promise<StandByLab | undefined>;
  readonly #waiting: Promise<WaitingRun | undefined>;

  constructor(
    wanted: readonly string[],
    { directory, needs }: RunBefore,
    options: RunCommandOptions,
    terminal: Terminal,
  ) {
    this.#waiting = prepare(wanted, join(directory, '.vitest'), options, terminal).catch(() => undefined);
    this.#lab = openLab(needs, options, terminal).catch(() => undefined);
  }

  /** Only the twin is as new as if it had just been started; and a held or a divided run is another thing. */
  static isPossible({ router, gate, shard }: RunCommandOptions): boolean {
    return router === 'twin' && gate === undefined && shard === undefined;
  }

  /** vitest has started: from now on listeners to signals are left to whoever adds them. */
  async hasStarted(): Promise<void> {
    await this.#waiting;
  }

  /** Runs the scenarios it was made for; undefined: these are others. */
  readonly ready = async (files: readonly ScenarioFile[]): Promise<ReadyRun | undefined> => {
    const waiting = await this.#waiting;
    if (waiting === undefined || JSON.stringify(files) !== JSON.stringify(waiting.files)) return undefined;
    return async ({ runDirectory, startedAt, signal, write }) =>
      await waiting.run({ release: { runDirectory, startedAt, lab: await this.#lab }, signal, write });
  };

  /** The lab that stood by was not what the scenario needs: it got a new one. */
  async wasUnfit(): Promise<boolean> {
    return (await this.#waiting)?.use === 'unfit';
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ends = [this.#waiting, this.#lab].map(async (part) => await (await part)?.[Symbol.asyncDispose]());
    await Promise.all(ends);
  }
}

async function prepare(
  wanted: readonly string[],
  folder: string,
  options: RunCommandOptions,
  terminal: Terminal,
): Promise<WaitingRun> {
  const root = projectRoot(terminal.cwd);
  const config = configOf(options, terminal);
  return await WaitingRun.prepare({
    files: selectScenarios(await findScenarioFiles(root), wanted),
    options: commonOptions({ root, config, options }),
    workers: options.workers,
    folder,
  });
}

/** A lab that is to stay after its run has to be the scenario's own; and containers are not to stand about. */
async function openLab(
  needs: Needs | undefined,
  options: RunCommandOptions,
  terminal: Terminal,
): Promise<StandByLab | undefined> {
  if (needs === undefined || options.keep || options.fabric !== 'netns') return undefined;
  const root = projectRoot(terminal.cwd);
  const { clock, fabric, coverage: measured } = commonOptions({ root, config: undefined, options });
  return await openStandByLab({ ...needs, root, clock, fabric, measured: measured === true });
}
