import type { TimelineView } from '../../report/timeline/view.ts';
import type { LaneRow, Pick, Row } from './rows.ts';
import { moved, type Viewport, whole, zoomed } from './viewport.ts';

interface Situation {
  readonly view: TimelineView;
  readonly rows: readonly Row[];
  readonly viewport: Viewport;
  readonly pick: Pick | undefined;
}

interface Change {
  readonly viewport?: Viewport;
  readonly pick?: Pick;
}

/** What a key does in the drawing; undefined: nothing, the browser may have it. */
export function byKey(
  { key, shiftKey, ctrlKey, metaKey, altKey }: KeyboardEvent,
  situation: Situation,
): Change | undefined {
  if (ctrlKey || metaKey || altKey) return undefined;
  const { view, viewport, pick } = situation;
  const span = viewport.to - viewport.from;
  const middle = itemPlace(situation) ?? (viewport.from + viewport.to) / 2;
  if (key === '+' || key === '=') return { viewport: zoomed(viewport, 0.5, middle, view.width) };
  if (key === '-') return { viewport: zoomed(viewport, 2, middle, view.width) };
  if (key === '0') return { viewport: whole(view) };
  const way = { ArrowLeft: -1, ArrowRight: 1 }[key];
  if (way !== undefined && shiftKey) return { viewport: moved(viewport, (way * span) / 4, view.width) };
  if (way !== undefined) return keepInSight(situation, along(situation, way));
  const up = { ArrowUp: -1, ArrowDown: 1 }[key];
  if (up !== undefined) return keepInSight(situation, across(situation, up));
  if (key === 'Home' && pick !== undefined) return keepInSight(situation, { ...pick, index: 0 });
  return undefined;
}

function lanesOf({ rows }: Situation): LaneRow[] {
  return rows.filter((row) => row.kind === 'lane').filter(({ lane }) => lane.items.length > 0);
}

function along(situation: Situation, way: number): Pick | undefined {
  const { pick } = situation;
  const row = lanesOf(situation).find(({ lane }) => lane.id === pick?.lane) ?? lanesOf(situation)[0];
  if (row === undefined) return undefined;
  const { items, id } = row.lane;
  const order = items.map((item, index) => ({ index, u: item.u })).sort((a, b) => a.u - b.u || a.index - b.index);
  const at = pick?.lane === id ? order.findIndex(({ index }) => index === pick.index) : way > 0 ? -1 : order.length;
  const next = order[at + way];
  return next === undefined ? undefined : { lane: id, index: next.index };
}

/** The next lane's happening that is nearest in time. */
function across(situation: Situation, by: number): Pick | undefined {
  const lanes = lanesOf(situation);
  const at = lanes.findIndex(({ lane }) => lane.id === situation.pick?.lane);
  const row = lanes[at < 0 ? 0 : at + by];
  if (row === undefined) return undefined;
  const u = itemPlace(situation) ?? situation.viewport.from;
  const distances = row.lane.items.map((item) => Math.abs(item.u - u));
  return { lane: row.lane.id, index: distances.indexOf(Math.min(...distances)) };
}

function itemPlace({ rows, pick }: Situation): number | undefined {
  const row = rows.find((one) => one.kind === 'lane' && one.lane.id === pick?.lane);
  return row?.kind === 'lane' ? row.lane.items[pick?.index ?? -1]?.u : undefined;
}

function keepInSight(situation: Situation, pick: Pick | undefined): Change | undefined {
  if (pick === undefined) return {};
  const { viewport, view } = situation;
  const u = itemPlace({ ...situation, pick });
  if (u === undefined || (u >= viewport.from && u <= viewport.to)) return { pick };
  return { pick, viewport: moved(viewport, u - (viewport.from + viewport.to) / 2, view.width) };
}
