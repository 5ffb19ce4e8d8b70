import { setTimeout as sleep } from 'node:timers/promises';
import { KnocklabError } from '../../core/errors.ts';
import { advanceMs, durationText as text } from '../../router/clock-duration.ts';
import type { Check } from '../check.ts';
import type { Door } from '../door.ts';

/** A door's life from a shut one to a shut one. Durations as RouterOS writes them. */
export interface DoorLife {
  /** What opens it: the knock. */
  readonly by: () => Promise<unknown>;
  readonly opensWithin: string;
  /** Counted from the moment it was seen open. */
  readonly closesAfter: string;
  /** How much earlier or later it may close. */
  readonly within: string;
  readonly staysClosed: string;
}

/** How often a span is looked into when the clock can be turned. */
const samples = 5;
/** How finely a moment is looked for, as a part of the span it must lie in. */
const parts = 10;
const pollMs = 10;
/** What happens at once is seen before the clock is turned. */
const atOnceMs = 150;

/** Open or shut for a whole span. */
export async function checkStays(door: Door, open: boolean, span: string): Promise<Check> {
  const watch = new Watch(door);
  const changed = await watch.stays(open, advanceMs(span));
  watch.report();
  const was = open ? 'open' : 'closed';
  return {
    passed: changed === undefined,
    expected: `${door.name} stays ${was} for ${span}`,
    observed: changed === undefined ? `${was} for ${span}` : `${was} no more after ${text(changed)}`,
  };
}

export async function checkOpensWithin(door: Door, span: string): Promise<Check> {
  const watch = new Watch(door);
  const openedAt = await watch.becomes(true, advanceMs(span));
  watch.report();
  return {
    passed: openedAt !== undefined,
    expected: `${door.name} opens within ${span}`,
    observed: openedAt === undefined ? `closed for ${span}` : `open after ${text(openedAt)}`,
  };
}

/** closed → open within X → open until Z - ε → closed by Z + ε → still closed */
export async function checkLife(door: Door, life: DoorLife): Promise<Check> {
  const watch = new Watch(door);
  const observed: string[] = [];
  const expected =
    `${door.name}: closed; opens within ${life.opensWithin}; closes after ${life.closesAfter} ± ${life.within}; ` +
    `stays closed for ${life.staysClosed}`;
  const passed = await live(watch, life, observed);
  watch.report();
  return { passed, expected, observed: observed.join('; ') };
}

async function live(watch: Watch, life: DoorLife, observed: string[]): Promise<boolean> {
  if (await watch.look()) return says(observed, 'open before anybody knocked', false);
  observed.push('closed');
  const knockedAt = watch.now();
  await life.by();
  if ((await watch.becomes(true, advanceMs(life.opensWithin))) === undefined)
    return says(observed, `still closed ${life.opensWithin} after the knock`, false);
  const openedAt = watch.now();
  observed.push(`open ${text(openedAt - knockedAt)} after the knock began`);
  return (await closesInTime(watch, life, openedAt, observed)) && (await staysClosed(watch, life, observed));
}

async function closesInTime(watch: Watch, life: DoorLife, openedAt: number, observed: string[]): Promise<boolean> {
  const [due, tolerance] = [advanceMs(life.closesAfter), advanceMs(life.within)];
  const tooEarly = await watch.stays(true, openedAt + due - tolerance - watch.now());
  if (tooEarly !== undefined) return says(observed, `closed already ${text(watch.now() - openedAt)} after that`, false);
  const closed = await watch.becomes(false, 2 * tolerance);
  const after = text(watch.now() - openedAt);
  if (closed === undefined) return says(observed, `still open ${after} after that`, false);
  return says(observed, `closed ${after} after that (± ${text(watch.resolution)})`, true);
}

async function staysClosed(watch: Watch, life: DoorLife, observed: string[]): Promise<boolean> {
  const opened = await watch.stays(false, advanceMs(life.staysClosed));
  if (opened === undefined) return says(observed, `still closed ${life.staysClosed} later`, true);
  return says(observed, `open again ${text(opened)} later`, false);
}

function says(observed: string[], what: string, passed: boolean): boolean {
  observed.push(what);
  return passed;
}

/** Looks at a door again and again: the clock is turned in between where it can be, otherwise time is waited for. */
class Watch {
  /** Between the last two looks, in ms of the router's time: how well a change's moment is known. */
  resolution = 0;
  readonly #door: Door;
  readonly #startedAt: number;
  readonly #looks: { afterMs: number; open: boolean }[] = [];

  constructor(door: Door) {
    this.#door = door;
    this.#startedAt = door.clock.elapsedMs();
  }

  /** Milliseconds of the router's time since the watch began. */
  now(): number {
    return this.#door.clock.elapsedMs() - this.#startedAt;
  }

  async look(): Promise<boolean> {
    const open = await this.#door.isOpen();
    const afterMs = Math.round(this.now());
    this.resolution = afterMs - (this.#looks.at(-1)?.afterMs ?? afterMs);
    this.#looks.push({ afterMs, open });
    return open;
  }

  /** When it changed, in ms from now; undefined: it did not. */
  async stays(open: boolean, span: number): Promise<number | undefined> {
    if (!(span > 0)) throw new KnocklabError('input/duration', 'a door cannot be watched for no time at all');
    const from = this.now();
    const step = this.#door.clock.mode === 'virtual' ? span / samples : pollMs;
    while (true) {
      if ((await this.look()) !== open) return this.now() - from;
      const left = from + span - this.now();
      if (left <= 0) return undefined;
      await this.#wait(Math.min(step, left));
    }
  }

  /** After how many ms it became so; undefined: it did not within the span. */
  async becomes(open: boolean, span: number): Promise<number | undefined> {
    const [from, began] = [this.now(), performance.now()];
    while (true) {
      if ((await this.look()) === open) return this.now() - from;
      const left = from + span - this.now();
      if (left <= 0) return undefined;
      const waits = this.#door.clock.mode === 'real' || performance.now() - began < atOnceMs;
      await (waits ? sleep(Math.min(pollMs, left)) : this.#wait(Math.min(Math.max(span / parts, pollMs), left)));
    }
  }

  /** The first look, the last, and each at which it had changed. */
  report(): void {
    const looks = this.#looks.filter(
      ({ open }, index, all) => index === 0 || index === all.length - 1 || all[index - 1]?.open !== open,
    );
    this.#door.report(looks);
  }

  async #wait(ms: number): Promise<void> {
    await this.#door.clock.turn(ms);
  }
}
