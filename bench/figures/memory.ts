import { expectSuccess } from '../../src/process/run-command.ts';
import { compared, figure, type Outcome, skipped } from '../figure.ts';
import { samples } from '../measure.ts';
import { mininetMissing, startMininet } from '../mininet.ts';
import { inTemporaryFolder, knocklabCommand } from '../project.ts';
import { type Moment, type Part, watchMemory } from '../resident-memory.ts';

const parts: readonly { readonly name: string; readonly of: readonly Part[]; readonly atMost?: number }[] = [
  { name: 'harness and twin together', of: ['harness', 'twin'], atMost: 300 },
  { name: 'of that, harness', of: ['harness'] },
  { name: 'of that, twin', of: ['twin'] },
  { name: 'not in that, Bot API mock', of: ['mock'] },
];

/** The memory that scheme 3 takes. */
export async function memory(): Promise<Outcome[]> {
  const { moments, result } = await inTemporaryFolder((folder) =>
    watchMemory(knocklabCommand('run', 'husain/scheme3', '--out', folder)),
  );
  expectSuccess(result);
  return [...memoryFigures('scheme 3', moments), await besideMininet(moments)];
}

/** Mininet's Python after it has built the paper's network: it has no router to configure, and measures nothing. */
async function besideMininet(moments: readonly Moment[]): Promise<Outcome> {
  const name = 'resident memory, scheme 3: harness and twin, beside mininet';
  const missing = await mininetMissing();
  if (missing !== undefined) return skipped(name, missing);
  await using mininet = await startMininet();
  await mininet.upAndDown();
  const theirs = samples([mininet.residentMegabytes()]);
  const highest = Math.max(...moments.map(({ harness, twin }) => harness + twin));
  return { ...compared(name, samples([highest]), { name: 'mininet', samples: theirs }), unit: 'MB' };
}

/** The highest sum that was seen at any one moment of a run. */
export function memoryFigures(run: string, moments: readonly Moment[]): Outcome[] {
  return parts.map(({ name, of, atMost }) => {
    const highest = Math.max(...moments.map((moment) => of.reduce((sum, part) => sum + moment[part], 0)));
    const aim = atMost === undefined ? {} : { aim: { text: `< ${atMost} MB`, atMost } };
    return figure(`highest resident memory, ${run}: ${name}`, samples([highest]), { unit: 'MB', ...aim });
  });
}
