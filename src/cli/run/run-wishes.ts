import type { RunOptions } from '../../scenario/run-options.ts';
import type { ScenarioRun } from '../../scenario/run-scenarios.ts';
import type { ScenarioFile } from '../../scenario/scenario-files.ts';

/** What whoever starts a run may want of it besides its exit code. */
export interface RunWishes {
  /** Is told the folder of the run as soon as there is one. */
  readonly made?: (directory: string) => void;
  /** Aborted: the run is given up as if it was interrupted. */
  readonly signal?: AbortSignal;
  /** Is told when the verdict has been shown; the reports are written only then. */
  readonly shown?: () => void;
  /** Runs the scenarios instead of a vitest that is yet to be started; undefined: they are not those that it is ready for. */
  readonly ready?: (files: readonly ScenarioFile[]) => Promise<ReadyRun | undefined>;
}

/** Scenarios that are ready to run. */
export type ReadyRun = (
  run: Pick<RunOptions, 'runDirectory' | 'startedAt'> & Pick<ScenarioRun, 'signal' | 'write'>,
) => Promise<void>;
