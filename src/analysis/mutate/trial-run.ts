import type { RunOptions } from '../../scenario/run-options.ts';
import { filesOfRun, type ScenarioFile } from '../../scenario/scenario-files.ts';

/** A run of which nothing is kept but what becomes of the mutants: the twin, in namespaces, on a clock that is turned. */
export function trialRun(
  root: string,
  runDirectory: string,
  files: readonly ScenarioFile[],
): Omit<RunOptions, 'trials'> {
  return {
    root,
    runDirectory,
    startedAt: Date.now(),
    clock: 'virtual',
    fabric: 'netns',
    snapshots: false,
    keep: false,
    bail: false,
    ...filesOfRun(files),
  };
}
