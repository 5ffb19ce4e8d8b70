import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { KnocklabError } from '../../core/errors.ts';

/** What is read of a report of mutants: Stryker's form, and only what is asked of it. */
const schema = z.object({
  files: z.record(
    z.string(),
    z.object({ mutants: z.array(z.object({ description: z.string(), status: z.string() })) }),
  ),
});

/** The mutants that the report in a folder leaves open, by configuration. Throws where there is no report. */
export function openMutants(folder: string): ReadonlyMap<string, ReadonlySet<string>> {
  const file = join(folder, 'mutation.json');
  if (!existsSync(file))
    throw new KnocklabError('input/no-report', `There is no ${file} to go on from.`, {
      remedy: 'Leave --again out the first time, or name the folder of the last report with --out.',
    });
  return new Map(Object.entries(read(file).files).map(([name, { mutants }]) => [name, titlesOf(mutants)] as const));
}

function titlesOf(mutants: readonly { description: string; status: string }[]): ReadonlySet<string> {
  return new Set(
    mutants.filter(({ status }) => status !== 'Killed' && status !== 'Ignored').map(({ description }) => description),
  );
}

function read(file: string): z.infer<typeof schema> {
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    throw new KnocklabError('input/report', `${file} is no report of mutants.`, {
      cause,
      remedy: 'Run once without --again.',
    });
  }
}
