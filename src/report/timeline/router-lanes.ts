import type { EventOf, SchedulerRow, TraceEvent } from '../../trace/events.ts';
import type { Axis } from './axis.ts';
import { clockMs, durationMs, routerosMs, timeOfDay } from './clock-text.ts';
import type { PlacedLine } from './log-lines.ts';
import type { Item, Lane } from './view.ts';

export function logLanes(lines: readonly PlacedLine[]): Lane[] {
  const items = lines.map(({ u, time, topics, message, step }): Item => {
    const k = /error|critical|warning/.test(topics) ? 'alarm' : 'line';
    return { u, k, t: `${time} ${topics}`, d: message, ...(step === undefined ? {} : { s: step }) };
  });
  return items.length === 0 ? [] : [{ id: 'log', title: 'log', items }];
}

/** One run of a scheduler, by the router's clock. */
export interface Run {
  readonly name: string;
  readonly u: number;
  readonly clock: number;
  readonly interval: string;
  readonly onEvent?: string;
  readonly step?: number;
}

/** A router tells how often a scheduler has run and when it is next: its interval gives the moments in between. */
export function schedulerRuns(events: readonly TraceEvent[], axis: Axis): Run[] {
  const counted = new Map<string, number>();
  return events.flatMap((event) => {
    if (event.type !== 'scheduler') return [];
    return event.entries.flatMap((entry) => {
      const before = counted.get(entry.name) ?? 0;
      counted.set(entry.name, entry.runs);
      return runsOf(event, entry, entry.runs - before, axis);
    });
  });
}

/** More runs than this at one reading are no longer told apart. */
const mostRuns = 1500;

function runsOf(event: EventOf<'scheduler'>, row: SchedulerRow, amount: number, axis: Axis): Run[] {
  const { name, interval, nextRun, onEvent } = row;
  const every = durationMs(interval);
  const now = clockMs(event.clock);
  const next = nextRun === undefined ? Number.NaN : routerosMs(nextRun, now);
  const step = event.step === undefined ? {} : { step: event.step };
  const about = { name, interval, ...(onEvent === undefined ? {} : { onEvent }), ...step };
  if (Number.isNaN(next) || !(every > 0)) return amount > 0 ? [{ ...about, u: axis.ofRun(event.at), clock: now }] : [];
  return Array.from({ length: Math.max(0, Math.min(amount, mostRuns)) }, (_none, index) => next - (index + 1) * every)
    .reverse()
    .flatMap((clock) => {
      const u = axis.ofClock(clock);
      return u === undefined ? [] : [{ ...about, clock, u }];
    });
}

export function schedulerLanes(runs: readonly Run[]): Lane[] {
  return [...Map.groupBy(runs, ({ name }) => name)].map(([name, own]) => ({
    id: `scheduler-${name}`,
    title: `${name}, every ${own[0]?.interval ?? ''}`,
    items: own.map(({ u, clock, onEvent, step }): Item => {
      const t = `${name} runs at ${timeOfDay(clock)}`;
      return {
        u,
        k: 'run',
        t,
        ...(onEvent === undefined ? {} : { d: onEvent }),
        ...(step === undefined ? {} : { s: step }),
      };
    }),
  }));
}

/** A call of the Bot API at the router's time of its sending, as far as that is known. */
export interface PlacedMessage {
  readonly event: EventOf<'telegram'>;
  readonly u: number;
  readonly clock: number;
}

/**
 * What arrived while the clock was being moved belongs to the runs of the schedulers in that time, in order: real time
 * tells nothing there.
 */
export function placedMessages(events: readonly TraceEvent[], runs: readonly Run[], axis: Axis): PlacedMessage[] {
  const messages = events.filter((event) => event.type === 'telegram');
  const bySegment = Map.groupBy(messages, (event) => segmentOf(axis, event));
  return [...bySegment].flatMap(([index, own]) => {
    const segment = axis.segments[index];
    const moments = [...new Set(runs.map(({ clock }) => clock))].filter((clock) => {
      const [from, to] = segment?.clock ?? [0, -1];
      return segment?.kind === 'advanced' && clock >= from - 1000 && clock <= to + 1000;
    });
    return own.map((event, place) => {
      const rough = axis.ofRun(arrivedAt(event));
      const share = own.length % moments.length === 0 ? place / own.length : shareOf(rough, segment);
      const moment = moments[Math.min(moments.length - 1, Math.floor(share * moments.length))];
      const u = moment === undefined ? rough : (axis.ofClock(moment) ?? rough);
      return { event, u, clock: moment ?? axis.clockAt(rough) };
    });
  });
}

function arrivedAt({ at, receivedAt }: EventOf<'telegram'>): number {
  return receivedAt ?? at;
}

function segmentOf({ segments }: Axis, event: EventOf<'telegram'>): number {
  return segments.findIndex(({ at }) => arrivedAt(event) <= at[1]);
}

function shareOf(u: number, segment: { readonly u: number; readonly v: number } | undefined): number {
  return segment === undefined || segment.v <= segment.u ? 0 : (u - segment.u) / (segment.v - segment.u);
}

export function messageLanes(messages: readonly PlacedMessage[]): Lane[] {
  const items = messages.map(({ event, u, clock }): Item => {
    const { method, text = method, httpStatus, description, step } = event;
    const isDelivered = httpStatus >= 200 && httpStatus < 300;
    const t = `${timeOfDay(clock)} ${isDelivered ? 'message' : `refused, HTTP ${httpStatus}`}`;
    const d = [text, description].filter(Boolean).join('\n');
    return { u, k: isDelivered ? 'message' : 'undelivered', t, d, ...(step === undefined ? {} : { s: step }) };
  });
  return items.length === 0 ? [] : [{ id: 'telegram', title: 'messages', items }];
}
