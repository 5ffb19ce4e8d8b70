import type { AddressListRow, EventOf, TraceEvent } from '../../trace/events.ts';

type Reading = EventOf<'address-lists'>;

interface ListRow {
  readonly list: string;
  readonly address: string;
  /** The entry at each shown reading; undefined where it was absent. */
  readonly cells: readonly (AddressListRow | undefined)[];
}

/** Address lists over time: the readings at which an entry came or went. */
export interface ListHistory {
  readonly readings: readonly Reading[];
  readonly rows: readonly ListRow[];
  /** Readings that showed the same entries as the one before. */
  readonly unchanged: number;
}

export function listHistory(events: readonly TraceEvent[]): ListHistory {
  const all = events.filter((event) => event.type === 'address-lists');
  const readings = all.filter((reading, index) => index === 0 || !sameEntries(all[index - 1], reading));
  const keys = new Map(readings.flatMap(({ entries }) => entries).map((entry) => [keyOf(entry), entry]));
  const byKey = readings.map(({ entries }) => new Map(entries.map((entry) => [keyOf(entry), entry])));
  const rows = [...keys].map(([key, { list, address }]) => {
    return { list, address, cells: byKey.map((entries) => entries.get(key)) };
  });
  return { readings, rows: rows.sort(byListAndAddress), unchanged: all.length - readings.length };
}

function keyOf({ list, address }: AddressListRow): string {
  return `${list}\n${address}`;
}

/** Made once: to compare thousands of entries with a new one each time takes seconds. */
const collator = new Intl.Collator('en', { numeric: true });

function byListAndAddress(a: ListRow, b: ListRow): number {
  return collator.compare(a.list, b.list) || collator.compare(a.address, b.address);
}

function sameEntries(a: Reading | undefined, b: Reading): boolean {
  const { appeared, disappeared } = listChanges(a, b);
  return appeared.length === 0 && disappeared.length === 0;
}

/** What came and went between two readings. */
export function listChanges(
  previous: Reading | undefined,
  reading: Reading,
): { readonly appeared: readonly AddressListRow[]; readonly disappeared: readonly AddressListRow[] } {
  const before = new Map(previous?.entries.map((entry) => [keyOf(entry), entry]));
  const now = new Set(reading.entries.map(keyOf));
  return {
    appeared: reading.entries.filter((entry) => !before.has(keyOf(entry))),
    disappeared: [...before].filter(([key]) => !now.has(key)).map(([, entry]) => entry),
  };
}
