import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Vitest } from 'vitest/node';
import { createInterruptSender, type InterruptSender } from '../interrupt.ts';
import type { RunOptions } from '../run-options.ts';
import { createRunner, type ReportedRun, reportFaults, runFiles, type VitestResult } from '../run-scenarios.ts';
import { filesOfRun, type ScenarioFile } from '../scenario-files.ts';
import { createHold, type Hold, type Release, type Use } from './release.ts';

export interface WaitingRunOptions {
  readonly files: readonly ScenarioFile[];
  readonly options: Omit<RunOptions, 'runDirectory' | 'startedAt' | 'ids' | 'only' | 'waits'>;
  readonly workers: number;
  /** For what vitest keeps while it starts; it is removed. */
  readonly folder: string;
}

/** What a run is that is under way: as in {@link ReportedRun}, without what was known before. */
type Begun = Pick<ReportedRun, 'signal' | 'write'> & { readonly release: Release };

const graceMs = 5000;
const setupFile = fileURLToPath(new URL('./wait.ts', import.meta.url));

/**
 * A run that is made ready before it is known when it begins: vitest and its worker have started, and knocklab is loaded
 * there. Scenarios and configurations are read when it is released. It runs once; disposing it gives it up.
 */
export class WaitingRun implements AsyncDisposable {
  readonly files: readonly ScenarioFile[];
  readonly #vitest: Vitest;
  readonly #hold: Hold;
  readonly #interrupt: InterruptSender;
  readonly #result: Promise<VitestResult>;

  private constructor(files: readonly ScenarioFile[], vitest: Vitest, hold: Hold, interrupt: InterruptSender) {
    this.files = files;
    this.#vitest = vitest;
    this.#hold = hold;
    this.#interrupt = interrupt;
    this.#result = runFiles(vitest, files);
    this.#result.catch(() => undefined); // Whoever runs it hears of it.
  }

  static async prepare({ files, options, workers, folder }: WaitingRunOptions): Promise<WaitingRun> {
    const given: RunOptions = { ...options, ...filesOfRun(files), runDirectory: '', startedAt: 0, waits: true };
    const [hold, interrupt] = [createHold(), createInterruptSender()];
    const vitest = await createRunner({ options: given, workers }, folder, [setupFile]);
    return new WaitingRun(files, vitest, hold, interrupt);
  }

  /** What became of the lab that the release named. */
  get use(): Use {
    return this.#hold.use;
  }

  async run({ release, signal, write }: Begun): Promise<void> {
    const send = (): void => this.#interrupt.send();
    signal.addEventListener('abort', send, { once: true });
    if (signal.aborted) send();
    this.#hold.release(release);
    try {
      reportFaults({ files: this.files, signal, write }, await this.#result);
    } finally {
      signal.removeEventListener('abort', send);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#hold.giveUp();
    // A scenario that does not come to an end must not keep us: its worker ends with vitest.
    await Promise.race([this.#result.catch(() => undefined), pause(graceMs, undefined, { ref: false })]);
    await this.#vitest.close();
  }
}
