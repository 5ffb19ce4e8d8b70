import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../../src/process/run-command.ts';
import { figure, type Outcome } from '../figure.ts';
import { samples } from '../measure.ts';
import { inTemporaryFolder, knocklabCommand } from '../project.ts';

interface Results {
  readonly scenarios: readonly { readonly steps: readonly { readonly title: string; readonly durationMs: number }[] }[];
}

/** 25 attacks in 25 minutes of the router's scheduler: indicator 8 of the paper, as the run's own report has it. */
export async function attacks(): Promise<Outcome[]> {
  const durationMs = await inTemporaryFolder(async (folder) => {
    // Whatever the verdict: here it is the time that counts. A run that did not get that far has no such step.
    await runCommand(knocklabCommand('run', 'husain/indicators', '--out', folder));
    const results: Results = JSON.parse(readFileSync(join(folder, 'latest/results.json'), 'utf8'));
    const step = results.scenarios.flatMap(({ steps }) => steps).find(({ title }) => title.includes('25 consecutive'));
    if (step === undefined) throw new Error('The run of husain/indicators has no step with the 25 attacks.');
    return step.durationMs;
  });
  const aim = { text: '≤ 90 s', atMost: 90_000 };
  return [figure('25 attacks in 25 scheduler minutes', samples([durationMs]), { aim })];
}
