import type { Scene } from './draw.ts';
import { clockText } from './viewport.ts';

type Context = CanvasRenderingContext2D;

/** Moved time is drawn in slanting lines, so that nobody takes its width for a duration. */
export function hatch(context: Context, left: number, width: number, height: number, colour: string): void {
  if (left > context.canvas.width || left + width < 0 || width < 1) return;
  context.save();
  context.beginPath();
  context.rect(left, 0, width, height);
  context.clip();
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.beginPath();
  const from = Math.max(left, 0) - height;
  const to = Math.min(left + width, context.canvas.width);
  for (let x = Math.floor(from / 9) * 9; x < to; x += 9) {
    context.moveTo(x, height);
    context.lineTo(x + height, 0);
  }
  context.stroke();
  context.restore();
}

const stepsMs = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 30_000, 60_000, 300_000, 600_000, 3_600_000,
];

/** Times where time passed by itself, and by how much the clock was moved where it was. */
export function drawTicks(context: Context, scene: Scene): void {
  const { view, viewport, width, palette } = scene;
  const factor = width / Math.max(viewport.to - viewport.from, 1e-6);
  const x = (u: number): number => (u - viewport.from) * factor;
  context.font = `11px ${palette.sans}`;
  context.textBaseline = 'middle';
  const every = stepsMs.find((ms) => ms * factor > 84) ?? 3_600_000;
  const taken: (readonly [number, number])[] = [];
  const write = (text: string, at: number, colour: string): void => {
    const end = at + context.measureText(text).width;
    if (at < 0 || end > width || taken.some(([from, to]) => at < to + 10 && end > from - 10)) return;
    context.fillStyle = colour;
    context.fillText(text, at, 13);
    taken.push([at, end]);
  };
  const inSight = view.segments.filter(({ u, v }) => x(v) >= 0 && x(u) <= width);
  for (const { kind, u, v, clock, label } of inSight) {
    if (kind !== 'advanced') continue;
    const text = `+${label ?? movedText(clock)}`;
    write(text, Math.max((x(u) + x(v)) / 2 - context.measureText(text).width / 2, 2), palette.accent);
  }
  for (const { kind, u, at, clock } of inSight) {
    if (kind !== 'passed') continue;
    const base = clock?.[0] ?? at[0];
    for (let ms = Math.ceil(base / every) * every; ms <= base + (at[1] - at[0]); ms += every) {
      const place = x(u + (ms - base));
      if (place < -40 || place > width) continue;
      context.fillStyle = palette.muted;
      if (place >= 0) context.fillRect(place, 0, 1, 5);
      const text = clock === undefined ? `${(ms / 1000).toFixed(1)} s` : clockText(ms, every);
      write(text, Math.max(place + 3, 2), palette.muted);
    }
  }
}

function movedText(clock: readonly [number, number] | undefined): string {
  if (clock === undefined) return '?';
  const seconds = Math.round((clock[1] - clock[0]) / 1000);
  if (seconds < 120) return `${seconds}s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)}m` : `${Math.round(seconds / 3600)}h`;
}
