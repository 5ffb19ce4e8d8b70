import type { Item, Lane, TimelineView } from '../../report/timeline/view.ts';

/** A row of the drawing: the heading of a group, or a lane. */
export type Row =
  | {
      readonly kind: 'group';
      readonly y: number;
      readonly height: number;
      readonly id: string;
      readonly title: string;
      readonly lanes: number;
      readonly isOpen: boolean;
    }
  | { readonly kind: 'lane'; readonly y: number; readonly height: number; readonly group: string; readonly lane: Lane };

export type LaneRow = Extract<Row, { kind: 'lane' }>;

const heights: Readonly<Record<string, number>> = { hosts: 24, packets: 20, ports: 15, log: 20, telegram: 22 };
const laneHeight = 17;
const groupHeight = 26;

export function rowsOf({ groups }: TimelineView, closed: ReadonlySet<string>): Row[] {
  const rows: Row[] = [];
  let y = 0;
  for (const { id, title, lanes } of groups) {
    const isOpen = !closed.has(id);
    rows.push({ kind: 'group', y, height: groupHeight, id, title, lanes: lanes.length, isOpen });
    y += groupHeight;
    if (!isOpen) continue;
    for (const lane of lanes) {
      const height = heights[id] ?? laneHeight;
      rows.push({ kind: 'lane', y, height, group: id, lane });
      y += height;
    }
  }
  return rows;
}

export function heightOf(rows: readonly Row[]): number {
  const last = rows.at(-1);
  return last === undefined ? 0 : last.y + last.height + 6;
}

export function rowAt(rows: readonly Row[], y: number): Row | undefined {
  return rows.find((row) => y >= row.y && y < row.y + row.height);
}

/** What the reader has chosen: an item by its lane and its place in it. */
export interface Pick {
  readonly lane: string;
  readonly index: number;
}

export function pickedLane(rows: readonly Row[], pick: Pick | undefined): Lane | undefined {
  const row = rows.find((one) => one.kind === 'lane' && one.lane.id === pick?.lane);
  return row?.kind === 'lane' ? row.lane : undefined;
}

export function pickedItem(rows: readonly Row[], pick: Pick | undefined): Item | undefined {
  return pickedLane(rows, pick)?.items[pick?.index ?? -1];
}

/** The item under a place, marks before what lies below them; undefined: none within reach. */
export function itemAt({ items }: Lane, u: number, reach: number): number | undefined {
  let best: { readonly index: number; readonly distance: number } | undefined;
  for (const [index, item] of items.entries()) {
    const end = item.v ?? item.u;
    const outside = Math.max(item.u - u, u - end, 0);
    if (outside > reach) continue;
    // Of two things under the pointer, the shorter one is harder to meet.
    const distance = outside + Math.min(end - item.u, reach * 100) / 1000;
    if (best === undefined || distance <= best.distance) best = { index, distance };
  }
  return best?.index;
}
