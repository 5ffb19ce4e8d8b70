import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { KnocklabError } from '../../core/errors.ts';
import type { RunOptions } from '../../scenario/run-options.ts';
import type { RunCommandOptions } from '../commands/run.ts';
import type { Terminal } from '../terminal.ts';

/** A part without a scenario would look at nothing, and must not be green. */
export function refuseEmptyShard(shard: RunCommandOptions['shard'], scenarios: number): void {
  if (shard === undefined || shard.count <= scenarios) return;
  throw new KnocklabError('input/shard', `${scenarios} scenarios cannot be spread over ${shard.count} parts.`, {
    remedy: `Give at most ${scenarios} parts to --shard.`,
  });
}

/** The configuration that was named instead of the scenarios' own. */
export function configOf({ config: name }: RunCommandOptions, { cwd }: Terminal): string | undefined {
  if (name === undefined) return undefined;
  const file = resolve(cwd, name);
  if (existsSync(file)) return file;
  throw new KnocklabError('input/configuration', `There is no file "${name}".`, {
    remedy: 'Give the path of an .rsc file to --config.',
  });
}

export const isMeasured = ({ coverage, threshold }: RunCommandOptions): boolean => coverage || threshold !== undefined;

export function refuseToMeasure(options: RunCommandOptions): void {
  if (options.router === 'twin' || !isMeasured(options)) return;
  throw new KnocklabError('input/coverage', `Coverage cannot be measured on --router ${options.router}.`, {
    remedy: 'Only the twin counts what each condition of a rule turns away: measure with --router twin.',
  });
}

interface CommonInput {
  readonly root: string;
  /** An absolute path. */
  readonly config: string | undefined;
  readonly options: RunCommandOptions;
}

/** What the command line says to the scenarios of every run with these options. */
export function commonOptions({
  root,
  config,
  options,
}: CommonInput): Pick<
  RunOptions,
  'root' | 'clock' | 'fabric' | 'config' | 'ros' | 'snapshots' | 'keep' | 'bail' | 'coverage' | 'gate'
> {
  return {
    root,
    clock: options.clock,
    fabric: options.fabric,
    ...(config === undefined ? {} : { config }),
    ...(options.ros === undefined ? {} : { ros: options.ros }),
    snapshots: options.snapshot,
    keep: options.keep,
    bail: options.bail,
    coverage: isMeasured(options),
    ...(options.gate === undefined ? {} : { gate: options.gate }),
  };
}
