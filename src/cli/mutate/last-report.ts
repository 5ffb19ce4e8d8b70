import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { type Counts, countStatuses } from '../../analysis/mutate/score.ts';
import { KnocklabError } from '../../core/errors.ts';
import { maskTokens } from '../../core/mask-tokens.ts';

/** What is read of a report of mutants, which is in Stryker's form; everything else in it is kept. */
const schema = z.object({
  files: z.record(
    z.string(),
    z.object({
      source: z.string(),
      mutants: z.array(z.looseObject({ description: z.string(), status: z.string() })),
    }),
  ),
});

export type ReportedMutant = z.infer<typeof schema>['files'][string]['mutants'][number];

/** The last report in a folder, by configuration. */
export interface LastReport {
  /** Titles of the mutants that it leaves open. */
  readonly open: ReadonlyMap<string, ReadonlySet<string>>;
  /** Those that need no other run, as they stand in it. */
  readonly closed: ReadonlyMap<string, readonly ReportedMutant[]>;
}

/** Throws where there is none, and where a configuration of it has changed since. */
export function readLastReport(folder: string, root: string): LastReport {
  const file = join(folder, 'mutation.json');
  if (!existsSync(file))
    throw new KnocklabError('input/no-report', `There is no ${file} to go on from.`, {
      remedy: 'Leave --again out the first time, or name the folder of the last report with --out.',
    });
  const files = Object.entries(parse(file).files);
  for (const [name, { source }] of files) requireSame(name, source, root);
  return {
    open: new Map(files.map(([name, { mutants }]) => [name, new Set(mutants.filter(isOpen).map(titleOf))] as const)),
    closed: new Map(files.map(([name, { mutants }]) => [name, mutants.filter((one) => !isOpen(one))] as const)),
  };
}

/** Of mutants that need no other run. */
export function countReported(closed: readonly ReportedMutant[]): Counts {
  const killed = closed.filter(({ status }) => status === 'Killed').length;
  return { ...countStatuses([]), killed, equivalent: closed.length - killed };
}

const isOpen = ({ status }: ReportedMutant): boolean => status !== 'Killed' && status !== 'Ignored';
const titleOf = ({ description }: ReportedMutant): string => description;

function requireSame(name: string, source: string, root: string): void {
  const file = resolve(root, name);
  if (existsSync(file) && maskTokens(readFileSync(file, 'utf8')) === source) return;
  throw new KnocklabError('input/report-outdated', `${name} is not any more what the last report is about.`, {
    remedy: 'Leave --again out.',
  });
}

function parse(file: string): z.infer<typeof schema> {
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    throw new KnocklabError('input/report', `${file} is no report of mutants.`, {
      cause,
      remedy: 'Run once without --again.',
    });
  }
}
