import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { figure, type Outcome } from '../figure.ts';
import { samples } from '../measure.ts';
import { inTemporaryFolder, knocklabCommand } from '../project.ts';
import { watchMemory } from '../resident-memory.ts';
import { memoryFigures } from './memory.ts';

interface Results {
  readonly scenarios: readonly { readonly steps: readonly { readonly title: string; readonly durationMs: number }[] }[];
}

/** 25 attacks in 25 minutes of the router's scheduler: indicator 8 of the paper, as the run's own report has it. */
export async function attacks(): Promise<Outcome[]> {
  return await inTemporaryFolder(async (folder) => {
    // Whatever the verdict: here it is the cost that counts. A run that did not get that far has no such step.
    const { moments } = await watchMemory(knocklabCommand('run', 'husain/indicators', '--out', folder));
    const aim = { text: '≤ 90 s', atMost: 90_000 };
    return [
      figure('25 attacks in 25 scheduler minutes', samples([attacksMs(folder)]), { aim }),
      ...memoryFigures('all eight indicators', moments),
    ];
  });
}

function attacksMs(reports: string): number {
  const { scenarios }: Results = JSON.parse(readFileSync(join(reports, 'latest/results.json'), 'utf8'));
  const step = scenarios.flatMap(({ steps }) => steps).find(({ title }) => title.includes('25 consecutive'));
  if (step === undefined) throw new Error('The run of husain/indicators has no step with the 25 attacks.');
  return step.durationMs;
}
