import type { EventOf, TraceEvent } from '../../trace/events.ts';
import type { Axis } from './axis.ts';
import { clockMs, durationMs, routerosMs } from './clock-text.ts';
import { type PlacedLine, type RuleFinder, ruleFinder } from './log-lines.ts';
import { ruleName, ruleProperties } from './rule-properties.ts';

/** When an entry was written: by the router's clock, with the time until which it then counted. */
export interface Touch {
  readonly clock: number;
  readonly u: number;
  /** Infinity for an entry without a timeout. */
  readonly expires: number;
  readonly why: string;
  readonly step?: number;
}

/** One life of an entry, from its entering to its end. */
export interface Life {
  readonly list: string;
  readonly address: string;
  readonly touches: readonly Touch[];
  /** Undefined: it was still there at the end. */
  readonly end?: { readonly clock: number; readonly how: 'expired' | 'removed' };
}

interface OpenLife {
  readonly list: string;
  readonly address: string;
  readonly touches: Touch[];
  /** A reading has shown it; otherwise the log alone speaks of it. */
  isRead: boolean;
}

/** Less than this is the rounding of whole seconds. */
const roundingMs = 2500;

/**
 * The lives of all address-list entries: from the readings after each step, and from the log lines of the rules that
 * fill lists, because what lives for 30 seconds may come and go between two readings.
 */
export function listLives(events: readonly TraceEvent[], lines: readonly PlacedLine[], axis: Axis): Life[] {
  const rules = ruleFinder(events.findLast((event) => event.type === 'rules')?.rules ?? []);
  const lives = new Lives();
  const byReading = Map.groupBy(lines, ({ at }) => at);
  for (const event of logFirst(events)) {
    if (event.type === 'address-lists') fromReading(lives, event, axis);
    else for (const line of byReading.get(event.at) ?? []) fromLog(lives, rules, line);
  }
  const end = axis.clockAt(axis.width);
  if (!Number.isNaN(end)) lives.expire(end + 1000);
  return lives.all();
}

/** Log and lists are read at one moment; what the log tells has happened before. */
function logFirst(events: readonly TraceEvent[]): EventOf<'address-lists' | 'log'>[] {
  const readings = events.filter((event) => event.type === 'address-lists' || event.type === 'log');
  return readings.flatMap((event, index) => {
    const [before, after] = [readings[index - 1], readings[index + 1]];
    if (event.type === 'address-lists' && isSameLook(event, after)) return [after, event];
    return event.type === 'log' && isSameLook(before, event) ? [] : [event];
  });
}

type Reading = EventOf<'address-lists' | 'log'>;

function isSameLook(lists: Reading | undefined, log: Reading | undefined): log is EventOf<'log'> {
  if (lists?.type !== 'address-lists' || log?.type !== 'log') return false;
  return lists.step === log.step && log.at - lists.at < 100;
}

class Lives {
  readonly #open = new Map<string, OpenLife>();
  readonly #ended: Life[] = [];
  /** Nothing runs out before. */
  #nextEnd = Number.POSITIVE_INFINITY;

  touch(list: string, address: string, touch: Touch, isRead: boolean): void {
    if (Number.isNaN(touch.clock)) return;
    this.expire(touch.clock);
    this.#nextEnd = Math.min(this.#nextEnd, touch.expires);
    const key = `${list}\n${address}`;
    const life = this.#open.get(key);
    if (life === undefined) {
      this.#open.set(key, { list, address, touches: [touch], isRead });
      return;
    }
    life.isRead ||= isRead;
    const last = life.touches.at(-1);
    if (last === undefined || touch.expires > last.expires + roundingMs) life.touches.push(touch);
  }

  /** Ends what has run out by now. */
  expire(now: number): void {
    if (now < this.#nextEnd) return;
    for (const [key, life] of this.#open) {
      const expires = life.touches.at(-1)?.expires ?? now;
      if (expires > now - 1000) continue;
      this.#open.delete(key);
      this.#ended.push({ ...life, end: { clock: expires, how: 'expired' } });
    }
    const ends = [...this.#open.values()].map(({ touches }) => touches.at(-1)?.expires ?? now);
    this.#nextEnd = ends.reduce((first, end) => Math.min(first, end), Number.POSITIVE_INFINITY);
  }

  /** Ends what a reading no longer shows; what only the log spoke of was then never there. */
  missing(shown: ReadonlySet<string>, now: number): void {
    for (const [key, life] of this.#open) {
      if (shown.has(key)) continue;
      this.#open.delete(key);
      const expires = life.touches.at(-1)?.expires ?? now;
      const how = expires <= now + roundingMs ? 'expired' : 'removed';
      if (life.isRead || how === 'expired') this.#ended.push({ ...life, end: { clock: Math.min(expires, now), how } });
    }
  }

  all(): Life[] {
    return [...this.#ended, ...this.#open.values()].sort((a, b) => startOf(a) - startOf(b));
  }
}

function startOf({ touches }: Life): number {
  return touches[0]?.clock ?? 0;
}

function fromLog(lives: Lives, rules: RuleFinder, line: PlacedLine): void {
  if (line.source === undefined) return;
  for (const rule of rules(line.message)) {
    const { 'address-list': list, 'address-list-timeout': timeout } = ruleProperties(rule);
    if (rule.action !== 'add-src-to-address-list' || list === undefined) continue;
    const lasts = durationMs(timeout);
    const expires = Number.isNaN(lasts) || lasts === 0 ? Number.POSITIVE_INFINITY : line.clock + lasts;
    const step = line.step === undefined ? {} : { step: line.step };
    const why = `by ${ruleName(rule)}${timeout === undefined ? '' : `, for ${timeout}`}`;
    lives.touch(list, line.source, { clock: line.clock, u: line.u, expires, why, ...step }, false);
  }
}

function fromReading(lives: Lives, reading: EventOf<'address-lists'>, axis: Axis): void {
  const now = clockMs(reading.clock);
  lives.expire(now);
  for (const { list, address, timeout, creationTime } of reading.entries) {
    const left = durationMs(timeout);
    const expires = Number.isNaN(left) ? Number.POSITIVE_INFINITY : now + left;
    const created = creationTime === undefined ? Number.NaN : routerosMs(creationTime, now);
    const clock = Number.isNaN(created) || created > now ? now : created;
    const u = axis.ofClock(clock) ?? (clock < now ? 0 : axis.ofRun(reading.at));
    const step = reading.step === undefined ? {} : { step: reading.step };
    const why = timeout === undefined ? 'without an end' : `${timeout} left when it was read`;
    lives.touch(list, address, { clock, u, expires, why, ...step }, true);
  }
  lives.missing(new Set(reading.entries.map(({ list, address }) => `${list}\n${address}`)), now);
}
