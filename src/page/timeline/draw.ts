import type { Item, ItemKind, StepMark, TimelineView } from '../../report/timeline/view.ts';
import type { Palette } from './palette.ts';
import type { LaneRow, Pick, Row } from './rows.ts';
import { drawTicks, hatch } from './ruler.ts';
import type { Viewport } from './viewport.ts';

export interface Scene {
  readonly view: TimelineView;
  readonly rows: readonly Row[];
  readonly viewport: Viewport;
  readonly palette: Palette;
  readonly width: number;
  readonly height: number;
  /** How far the lanes are scrolled. */
  readonly top: number;
  readonly pick: Pick | undefined;
  readonly hover: Pick | undefined;
  readonly step: number | undefined;
}

/** Height of the times and the steps above the lanes. */
export const headHeight = 50;
const stepTop = 26;

type Context = CanvasRenderingContext2D;

/** From the axis to the canvas. */
function scaleOf({ viewport, width }: { viewport: Viewport; width: number }): (u: number) => number {
  const factor = width / Math.max(viewport.to - viewport.from, 1e-6);
  return (u) => (u - viewport.from) * factor;
}

/** Draws what is in sight and nothing else: a trace of ten thousand events scrolls as smoothly as a small one. */
export function draw(context: Context, scene: Scene): void {
  const { palette, width, height } = scene;
  context.clearRect(0, 0, width, height);
  context.fillStyle = palette.page;
  context.fillRect(0, 0, width, height);
  drawChosenStep(context, scene);
  drawAdvanced(context, scene);
  context.save();
  context.beginPath();
  context.rect(0, headHeight, width, height - headHeight);
  context.clip();
  context.translate(0, headHeight - scene.top);
  for (const row of scene.rows) {
    if (row.y + row.height < scene.top || row.y > scene.top + height) continue;
    if (row.kind === 'group') drawGroup(context, scene, row.y, row.height);
    else drawLane(context, scene, row);
  }
  context.restore();
  drawHead(context, scene);
}

function drawGroup(context: Context, { palette, width }: Scene, y: number, height: number): void {
  context.fillStyle = palette.panel;
  context.globalAlpha = 0.75;
  context.fillRect(0, y, width, height);
  context.globalAlpha = 1;
}

function drawAdvanced(context: Context, scene: Scene): void {
  const x = scaleOf(scene);
  for (const { kind, u, v } of scene.view.segments) {
    if (kind === 'advanced') hatch(context, x(u), x(v) - x(u), scene.height, scene.palette.hatch);
  }
}

function drawChosenStep(context: Context, scene: Scene): void {
  const step = scene.view.steps.find(({ number }) => number === scene.step);
  if (step === undefined) return;
  const x = scaleOf(scene);
  context.fillStyle = scene.palette.chosen;
  context.fillRect(x(step.u), 0, Math.max(2, x(step.v) - x(step.u)), scene.height);
}

function drawHead(context: Context, scene: Scene): void {
  const { palette, width, view } = scene;
  context.fillStyle = palette.panel;
  context.fillRect(0, 0, width, stepTop);
  drawTicks(context, scene);
  const x = scaleOf(scene);
  for (const step of view.steps) drawStep(context, scene, step, x(step.u), Math.max(x(step.u) + 2, x(step.v)));
  context.fillStyle = palette.line;
  context.fillRect(0, headHeight - 1, width, 1);
}

function drawStep(
  context: Context,
  { palette, step: chosen, width }: Scene,
  step: StepMark,
  left: number,
  right: number,
): void {
  if (right < 0 || left > width) return;
  const isFine = step.status === 'passed' || step.status === 'skipped';
  const colour = isFine
    ? palette.items.open
    : step.status === 'inconclusive'
      ? palette.items.unsure
      : palette.items.filtered;
  const height = headHeight - stepTop - 4;
  context.fillStyle = palette.page;
  context.fillRect(left, stepTop + 1, right - left, height);
  context.globalAlpha = step.number === chosen ? 1 : 0.22;
  context.fillStyle = colour;
  context.fillRect(left, stepTop + 1, Math.max(1, right - left - 1), height);
  context.globalAlpha = 1;
  const from = Math.max(left, 0) + 4;
  const room = Math.min(right, width) - from - 4;
  if (room < 7) return;
  context.fillStyle = step.number === chosen ? palette.page : palette.text;
  context.font = `600 11.5px ${palette.sans}`;
  context.textBaseline = 'middle';
  const text = room > 60 ? `${step.number} ${step.title}` : String(step.number);
  // Half a number is another number.
  if (room <= 60 && context.measureText(text).width > room) return;
  context.fillText(fitted(context, text, room), from, stepTop + 1 + height / 2);
}

function drawLane(context: Context, scene: Scene, row: LaneRow): void {
  const { palette, width } = scene;
  const x = scaleOf(scene);
  context.fillStyle = palette.line;
  context.fillRect(0, row.y + row.height - 0.5, width, 0.5);
  const most = Math.max(1, ...row.lane.items.map(({ n }) => n ?? 0));
  let last = Number.NEGATIVE_INFINITY;
  let lastKind: ItemKind | undefined;
  for (const [index, item] of row.lane.items.entries()) {
    const left = x(item.u);
    const right = item.v === undefined ? left : x(item.v);
    if (right < -8 || left > width + 8) continue;
    const isChosen = isAt(scene.pick, row, index) || isAt(scene.hover, row, index);
    // Marks on one pixel look like one mark.
    if (item.v === undefined && !isChosen && left - last < 0.75 && item.k === lastKind) continue;
    if (item.v === undefined) [last, lastKind] = [left, item.k];
    drawItem(context, scene, row, item, [left, right], most);
    if (isChosen) outline(context, scene, row, [left, right]);
  }
}

function isAt(pick: Pick | undefined, { lane }: LaneRow, index: number): boolean {
  return pick?.lane === lane.id && pick.index === index;
}

const thin: ReadonlySet<ItemKind> = new Set(['open-held', 'closed-held', 'filtered-held', 'unsure-held', 'entry']);

function drawItem(
  context: Context,
  scene: Scene,
  row: LaneRow,
  item: Item,
  [left, right]: readonly [number, number],
  most: number,
): void {
  const { palette } = scene;
  context.fillStyle = palette.items[item.k];
  const inset = thin.has(item.k) ? 4 : 2.5;
  const height = row.height - 2 * inset;
  const top = row.y + inset;
  if (item.k === 'packets') {
    const share = Math.max(0.12, Math.sqrt((item.n ?? 0) / most));
    context.fillRect(
      left,
      row.y + row.height - 1.5 - share * (row.height - 3),
      Math.max(1, right - left),
      share * (row.height - 3),
    );
    return;
  }
  if (item.v !== undefined) {
    context.fillRect(left, top, Math.max(2, right - left), height);
    drawText(context, scene, row, item, [left, right]);
    return;
  }
  drawMark(context, item.k, left, row.y + row.height / 2, row.height);
}

/** Shapes tell kinds apart where colour does not. */
function drawMark(context: Context, kind: ItemKind, x: number, y: number, height: number): void {
  const half = Math.min(5, height / 2 - 2);
  context.beginPath();
  if (kind === 'entered' || kind === 'message' || kind === 'undelivered' || kind === 'answered') {
    context.arc(x, y, half, 0, 2 * Math.PI);
  } else if (kind === 'expired' || kind === 'unanswered') {
    context.rect(x - 1, y - half, 2, 2 * half);
    context.rect(x - half, y - 1, 2 * half, 2);
  } else if (kind === 'refreshed' || kind === 'hit') {
    context.moveTo(x, y - half);
    context.lineTo(x + half, y);
    context.lineTo(x, y + half);
    context.lineTo(x - half, y);
  } else {
    context.rect(x - 0.75, y - half, 1.5, 2 * half);
  }
  context.fill();
}

function drawText(
  context: Context,
  { palette, width }: Scene,
  row: LaneRow,
  item: Item,
  [left, right]: readonly [number, number],
): void {
  const text = item.k === 'hits' ? String(item.n ?? '') : item.k === 'act' || item.k === 'knock' ? item.t : '';
  const from = Math.max(left, 0) + 4;
  const room = Math.min(right, width) - from - 3;
  if (text === '' || room < (item.k === 'hits' ? 8 : 28)) return;
  context.fillStyle = item.k === 'hits' ? palette.text : palette.page;
  context.font = `11px ${palette.sans}`;
  context.textBaseline = 'middle';
  context.fillText(fitted(context, text, room), from, row.y + row.height / 2);
}

function outline(context: Context, { palette }: Scene, row: LaneRow, [left, right]: readonly [number, number]): void {
  context.strokeStyle = palette.text;
  context.lineWidth = 1.5;
  const wide = Math.max(right - left, 8);
  const from = right - left < 8 ? left - 4 : left;
  context.strokeRect(from - 1, row.y + 1, wide + 2, row.height - 2);
}

/** A text is measured letter by letter only near its end. */
function fitted(context: Context, text: string, room: number): string {
  const letters = Math.floor(room / 5.2);
  let kept = text.length <= letters ? text : text.slice(0, letters);
  while (kept.length > 1 && context.measureText(kept).width > room) kept = kept.slice(0, -1);
  return kept.length === text.length || kept.length < 2 ? kept : `${kept.slice(0, -1)}…`;
}
