import { figure, type Outcome } from '../figure.ts';
import { samples } from '../measure.ts';
import { inTemporaryFolder, knocklabCommand } from '../project.ts';
import { type Part, watchMemory } from '../resident-memory.ts';

const parts: readonly { readonly name: string; readonly of: readonly Part[]; readonly atMost?: number }[] = [
  { name: 'resident memory during scheme 3, harness and twin', of: ['harness', 'twin'], atMost: 300 },
  { name: 'of that, harness', of: ['harness'] },
  { name: 'of that, twin', of: ['twin'] },
  { name: 'not in that, Bot API mock', of: ['mock'] },
];

/** The highest sum that was seen at any one moment of a run. */
export async function memory(): Promise<Outcome[]> {
  const seen = await inTemporaryFolder((folder) =>
    watchMemory(knocklabCommand('run', 'husain/scheme3', '--out', folder)),
  );
  return parts.map(({ name, of, atMost }) => {
    const highest = Math.max(...seen.map((moment) => of.reduce((sum, part) => sum + moment[part], 0)));
    const aim = atMost === undefined ? {} : { aim: { text: `< ${atMost} MB`, atMost } };
    return figure(`${name} (highest)`, samples([highest]), { unit: 'MB', ...aim });
  });
}
