import { figure, type Outcome } from '../figure.ts';
import { samples } from '../measure.ts';
import { inTemporaryFolder, knocklabCommand } from '../project.ts';
import { type Part, watchMemory } from '../resident-memory.ts';

const parts: readonly { readonly name: string; readonly of: readonly Part[]; readonly atMost?: number }[] = [
  { name: 'resident memory of harness and twin together during scheme 3', of: ['harness', 'twin'], atMost: 300 },
  { name: '  harness alone', of: ['harness'] },
  { name: '  twin alone', of: ['twin'] },
  { name: '  Bot API mock, not in the sum', of: ['mock'] },
];

/** The highest of the sums seen at one moment; their median is printed as one figure of one run. */
export async function memory(): Promise<Outcome[]> {
  const seen = await inTemporaryFolder((folder) =>
    watchMemory(knocklabCommand('run', 'husain/scheme3', '--out', folder)),
  );
  return parts.map(({ name, of, atMost }) => {
    const highest = Math.max(...seen.map((moment) => of.reduce((sum, part) => sum + moment[part], 0)));
    const aim = atMost === undefined ? {} : { aim: { text: `< ${atMost} MB`, atMost } };
    return figure(`${name}, highest`, samples([highest]), { unit: 'MB', ...aim });
  });
}
