import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../../src/process/run-command.ts';
import { figure, type Outcome } from '../figure.ts';
import { samples } from '../measure.ts';
import { inTemporaryFolder, knocklabCommand } from '../project.ts';

interface Report {
  readonly files: Readonly<Record<string, { readonly mutants: readonly { readonly status: string }[] }>>;
}

/** `knocklab mutate` of scheme 3 under the scenarios that are about it: what a mutant costs that is not proved to be equal. */
export async function mutants(rounds: number): Promise<Outcome[]> {
  const taken: number[] = [];
  for (let round = 0; round < rounds; round++) taken.push(await each());
  const aim = { text: '≤ 1000 ms: 60 a minute', atMost: 1000 };
  return [figure('one mutant of scheme 3, dry runs and labs included', samples(taken), { aim })];
}

async function each(): Promise<number> {
  return await inTemporaryFolder(async (folder) => {
    const scenarios = ['husain/edges', 'husain/scheme3', 'husain/expiry'];
    const { durationMs, exitCode, stderr } = await runCommand(
      knocklabCommand('mutate', ...scenarios, '--workers', '4', '--out', folder),
    );
    if (exitCode !== 0) throw new Error(`knocklab mutate ended with exit code ${exitCode}: ${stderr}`);
    const report: Report = JSON.parse(readFileSync(join(folder, 'mutation.json'), 'utf8'));
    const all = Object.values(report.files).flatMap((file) => file.mutants);
    return durationMs / all.filter(({ status }) => status !== 'Ignored').length;
  });
}
