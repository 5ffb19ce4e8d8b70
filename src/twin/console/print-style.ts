import type { Menu } from '../menu/menu.ts';
import type { Row } from '../menu/menu-spec.ts';
import type { RosVersion } from '../version.ts';

/** How somebody wants a list printed. */
export interface PrintStyle {
  readonly version: RosVersion;
  readonly brief: boolean;
  readonly detail: boolean;
  readonly terse: boolean;
  readonly valueList: boolean;
  readonly stats: boolean;
  readonly showIds: boolean;
  /** The properties that `proplist=` asks for. */
  readonly properties: readonly string[] | undefined;
  /** Columns of the terminal; without one, columns of a table are as wide as what stands in them. */
  readonly width: number | undefined;
}

/** Of whoever has no terminal. */
export const usualWidth = 80;

/** Counters are shown by `print stats` alone. */
export const counters: ReadonlySet<string> = new Set([
  'bytes',
  'packets',
  'rx-byte',
  'tx-byte',
  'rx-packet',
  'tx-packet',
]);

export interface NumberedRow {
  readonly row: Row;
  /** What later commands call it by; empty where the menu numbers none, or only what is no more than static. */
  readonly label: string;
}

/** Rows with their numbers: of routes of v7, dynamic ones have none; of a history, nobody has. */
export function numbered(menu: Menu, rows: readonly Row[], { showIds }: PrintStyle): readonly NumberedRow[] {
  const called = hasNumbers(menu);
  let next = 0;
  return rows.map((row) => ({ row, label: called(row) ? (showIds ? row.id : String(next++)) : '' }));
}

/** Does a row of this menu have a number? */
export function hasNumbers({ spec }: Menu): (row: Row) => boolean {
  if (spec.numbers === undefined) return () => true;
  return spec.numbers === 'none' ? () => false : (row) => !row.dynamic;
}

/** What stands behind `;;;`, one line each: what somebody wrote, and why the item is invalid. */
export const remarks = (row: Row): readonly string[] =>
  [row.props['comment'], row.invalid].flatMap((text) => (text === undefined || text === '' ? [] : [`;;; ${text}`]));
