import type { Reached } from './measure-reach.ts';
import { packetsText } from './port-words.ts';
import type { Probe } from './probes.ts';
import { sideText } from './sides.ts';
import type { Cell, Snapshot } from './snapshot.ts';
import { fateText } from './snapshot-text.ts';

/** A packet that does not fare as a snapshot has it. */
export interface Difference extends Cell {
  readonly expected: string;
  /** With the rule that decides: `delivered by filter 3 ;;; remote support`. */
  readonly observed: string;
}

const notSaid = 'nothing said';

/** Packets of one situation that fare otherwise, and sides that are there only in the snapshot or only now. */
export function compareWithSnapshot(
  reached: readonly Reached[],
  snapshot: Snapshot,
  situation: string,
  senders: readonly string[],
): readonly Difference[] {
  const cells = reached.flatMap((one) =>
    [one.side.from, ...one.side.alsoFrom].map((from) => ({ one, cell: cellOf(one, from) })),
  );
  const changed = cells.flatMap(({ one, cell }): Difference[] => {
    const expected = snapshot.fateOf(cell, situation) ?? notSaid;
    return expected === fateText(one) ? [] : [{ ...cell, expected, observed: observedText(one) }];
  });
  const met = new Set(cells.map(({ cell }) => sideKey(cell)));
  const missing = senders.flatMap((from) =>
    snapshot.probesFrom(from).flatMap(({ to, family, probe }): Difference[] => {
      const cell = { from, to, family, probe };
      const expected = snapshot.fateOf(cell, situation);
      return met.has(sideKey(cell)) || expected === undefined ? [] : [{ ...cell, expected, observed: 'no way there' }];
    }),
  );
  return [...changed, ...missing];
}

const cellOf = ({ side: { to, family }, probe }: Reached, from: string): Cell => ({ from, to, family, probe });

const sideKey = ({ from, to, family }: Omit<Cell, 'probe'>): string => [from, to, family].join('\n');

function observedText(reached: Reached): string {
  const { decider } = reached;
  if (decider === undefined) return fateText(reached);
  const comment = decider.row['comment'];
  return `${fateText(reached)} by ${decider.table} ${decider.number}${comment ? ` ;;; ${comment}` : ''}`;
}

/** More of a cell would make the table hard to read. */
const longestCell = 48;

/** As a reviewer reads it: who, which packets, what the snapshot has and what was seen. */
export function differencesTable(differences: readonly Difference[], asked: readonly Probe[]): string {
  const perHost = Map.groupBy(differences, (one) => [sideKey(one), one.expected, one.observed].join('\n'));
  const rows = [...perHost.values()].flatMap((group) => {
    const [first] = group;
    const probes = group.map(({ probe }) => probe);
    return first === undefined ? [] : [{ ...first, packets: short(packetsText(probes, asked), probes.length) }];
  });
  const sameForAll = Map.groupBy(rows, ({ to, family, packets, expected, observed }) =>
    [to, family, packets, expected, observed].join('\n'),
  );
  const lines = [...sameForAll.values()].flatMap(([first, ...more]) =>
    first === undefined
      ? []
      : [
          [
            sideText({ ...first, alsoFrom: more.map(({ from }) => from) }),
            first.packets,
            first.expected,
            first.observed,
          ],
        ],
  );
  return table([['who', 'packets', 'expected', 'observed'], ...lines]);
}

function short(text: string, count: number): string {
  if (text.length <= longestCell) return text;
  return `${text.slice(0, text.lastIndexOf(', ', longestCell))} … (${count})`;
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((text, column) => text.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
