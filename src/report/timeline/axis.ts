import type { TraceEvent } from '../../trace/events.ts';
import type { ScenarioModel } from '../model/scenario.ts';
import { clockMs, durationMs } from './clock-text.ts';
import type { Segment } from './view.ts';

/** The one axis of a scenario: real time where it passed by itself, and the stretches by which the clock was moved. */
export interface Axis {
  readonly segments: readonly Segment[];
  readonly width: number;
  /** The place of a moment of the run. */
  readonly ofRun: (at: number) => number;
  /** The place of a moment of the router's clock, not before `from` where that is known; undefined outside of the axis. */
  readonly ofClock: (ms: number, from?: number) => number | undefined;
  /** The router's clock at a place; NaN where nobody read it. */
  readonly clockAt: (u: number) => number;
}

interface Stretch {
  readonly kind: Segment['kind'];
  readonly at: [number, number];
  /** The clock's distance from the run's time where time passes by itself; both ends where it was moved. */
  offset?: number;
  readonly clock?: [number, number];
  readonly label?: string;
}

/** The clock is written in whole seconds: less than this is no jump. */
const jumpMs = 1500;

/** Moved time gets at most this share of the axis: what was done in it stays legible. */
const advancedShare = 0.55;

export function axisOf(scenario: ScenarioModel): Axis {
  const stretches = stretchesOf(scenario);
  const segments = layOut(stretches);
  return {
    segments,
    width: segments.at(-1)?.v ?? 1,
    ofRun: (at) => placeOfRun(segments, at),
    ofClock: (ms, from) => placeOfClock(segments, ms, from),
    clockAt: (u) => clockAtPlace(segments, u),
  };
}

function stretchesOf({ events, startedAt, durationMs: lasted }: ScenarioModel): Stretch[] {
  const from = beginOf(events) ?? startedAt;
  const stretches: Stretch[] = [{ kind: 'passed', at: [from, from] }];
  for (const event of events) if (event.at >= from) addEvent(stretches, event);
  const last = stretches.at(-1);
  if (last !== undefined) last.at[1] = Math.max(last.at[1], Math.min(startedAt + lasted, last.at[1] + 500));
  return stretches;
}

/** The lab's coming up and the setting of its clock are before everything that the report is about. */
function beginOf(events: readonly TraceEvent[]): number | undefined {
  const first = events.findIndex(({ type }) => type === 'step-started');
  const before = events.slice(0, first < 0 ? undefined : first);
  return (before.findLast(({ type }) => type === 'clock-advanced' || type === 'lab-up') ?? events[first])?.at;
}

function addEvent(stretches: Stretch[], event: TraceEvent): void {
  const last = stretches.at(-1);
  if (last === undefined) return;
  if (event.type === 'clock-advanced' && event.at > (stretches[0]?.at[0] ?? 0)) {
    addAdvance(stretches, last, event);
    return;
  }
  const clock = clockMs(event.clock);
  if (!Number.isNaN(clock)) {
    const offset = clock - event.at;
    if (last.offset !== undefined && offset > last.offset + jumpMs) {
      // A watch turned the clock without a word of its own.
      const started = last.at[1];
      const moved: [number, number] = [started + last.offset, clock];
      stretches.push({ kind: 'advanced', at: [started, event.at], clock: moved });
      stretches.push({ kind: 'passed', at: [event.at, event.at], offset });
      return;
    }
    last.offset = Math.max(last.offset ?? offset, offset);
  }
  last.at[1] = Math.max(last.at[1], event.at);
}

function addAdvance(stretches: Stretch[], last: Stretch, event: TraceEvent & { type: 'clock-advanced' }): void {
  const started = Math.max(last.at[0], event.at - (event.durationMs ?? Math.max(0, event.at - last.at[1])));
  last.at[1] = Math.max(last.at[0], started);
  const clock: [number, number] = [clockMs(event.from), clockMs(event.to)];
  const known = clock.every((ms) => !Number.isNaN(ms));
  stretches.push({ kind: 'advanced', at: [started, event.at], label: event.by, ...(known ? { clock } : {}) });
  stretches.push({ kind: 'passed', at: [event.at, event.at], ...(known ? { offset: clock[1] - event.at } : {}) });
}

function layOut(stretches: readonly Stretch[]): Segment[] {
  const passed = stretches.filter(({ kind }) => kind === 'passed').reduce((sum, { at }) => sum + at[1] - at[0], 0);
  const weights = stretches.map(weightOf);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const unit = total === 0 ? 0 : (Math.max(passed, 1000) * advancedShare) / total;
  let u = 0;
  return stretches.flatMap((stretch, index): Segment[] => {
    const { kind, at, label } = stretch;
    const width = kind === 'passed' ? at[1] - at[0] : Math.round((weights[index] ?? 0) * unit);
    if (width <= 0) return [];
    const clock = clockOf(stretch);
    const segment = { kind, u, v: u + width, at, ...(clock && { clock }), ...(label === undefined ? {} : { label }) };
    u += width;
    return [segment];
  });
}

/** An hour is wider than a minute, but not sixty times as wide. */
function weightOf({ kind, clock, label }: Stretch): number {
  if (kind === 'passed') return 0;
  const ms = clock === undefined ? durationMs(label) : Math.abs(clock[1] - clock[0]);
  return Math.log1p((Number.isFinite(ms) ? ms : 1000) / 2000) + 0.3;
}

function clockOf({ clock, offset, at }: Stretch): [number, number] | undefined {
  if (clock !== undefined) return clock;
  return offset === undefined ? undefined : [at[0] + offset, at[1] + offset];
}

const between = (value: number, [a, b]: readonly [number, number]): number => (b > a ? (value - a) / (b - a) : 0);

function placeOfRun(segments: readonly Segment[], at: number): number {
  const segment = segments.find((one) => at <= one.at[1]) ?? segments.at(-1);
  if (segment === undefined) return 0;
  const share = Math.min(1, Math.max(0, between(at, segment.at)));
  return segment.u + share * (segment.v - segment.u);
}

function placeOfClock(segments: readonly Segment[], ms: number, from = 0): number | undefined {
  if (Number.isNaN(ms)) return undefined;
  const slack = 1000;
  const segment =
    segments.find(({ clock, v }) => clock !== undefined && v >= from && clock[0] <= ms && ms <= clock[1]) ??
    segments.find(
      ({ clock, v }) => clock !== undefined && v >= from && clock[0] - slack <= ms && ms <= clock[1] + slack,
    );
  if (segment?.clock === undefined) return undefined;
  const share = Math.min(1, Math.max(0, between(ms, segment.clock)));
  return segment.u + share * (segment.v - segment.u);
}

function clockAtPlace(segments: readonly Segment[], u: number): number {
  const segment = segments.find((one) => u <= one.v) ?? segments.at(-1);
  if (segment?.clock === undefined) return Number.NaN;
  const share = Math.min(1, Math.max(0, between(u, [segment.u, segment.v])));
  return segment.clock[0] + share * (segment.clock[1] - segment.clock[0]);
}
