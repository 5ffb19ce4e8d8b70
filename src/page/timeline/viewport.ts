import type { Segment, TimelineView } from '../../report/timeline/view.ts';

/** The part of the axis that is in sight. */
export interface Viewport {
  readonly from: number;
  readonly to: number;
}

/** A tenth of a second across the whole screen is as near as it gets. */
const nearest = 100;

export function whole({ width }: Pick<TimelineView, 'width'>): Viewport {
  return { from: 0, to: width };
}

/** Nearer (`factor` below 1) or farther, around a place that stays where it is. */
export function zoomed({ from, to }: Viewport, factor: number, around: number, width: number): Viewport {
  const span = Math.min(width, Math.max(nearest, (to - from) * factor));
  const share = to > from ? (around - from) / (to - from) : 0.5;
  return within({ from: around - share * span, to: around + (1 - share) * span }, width);
}

export function moved({ from, to }: Viewport, by: number, width: number): Viewport {
  return within({ from: from + by, to: to + by }, width);
}

/** So that a stretch is in sight with some air around it. */
export function around(u: number, v: number, width: number): Viewport {
  const air = Math.max((v - u) * 0.25, nearest / 2);
  return within({ from: u - air, to: v + air }, width);
}

function within({ from, to }: Viewport, width: number): Viewport {
  const span = Math.min(to - from, width);
  const start = Math.min(Math.max(from, 0), width - span);
  return { from: start, to: start + span };
}

/** The router's clock at a place, or the run's own time where there is none. */
export function timeAt(segments: readonly Segment[], u: number): { readonly clock?: number; readonly at: number } {
  const segment = segments.find(({ v }) => u <= v) ?? segments.at(-1);
  if (segment === undefined) return { at: 0 };
  const share = segment.v > segment.u ? (u - segment.u) / (segment.v - segment.u) : 0;
  const at = segment.at[0] + share * (segment.at[1] - segment.at[0]);
  if (segment.clock === undefined) return { at };
  return { at, clock: segment.clock[0] + share * (segment.clock[1] - segment.clock[0]) };
}

/** `20:43:00`, with as many decimals of the second as `stepMs` needs. */
export function clockText(ms: number, stepMs = 1000): string {
  const text = new Date(ms).toISOString();
  if (stepMs >= 1000) return text.slice(11, 19);
  return text.slice(11, stepMs >= 100 ? 21 : stepMs >= 10 ? 22 : 23);
}
