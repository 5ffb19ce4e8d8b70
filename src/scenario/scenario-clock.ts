import type { ClockReading, RouterClock } from '../router/clock.ts';
import { advanceMs } from '../router/clock-duration.ts';
import type { EventBody } from '../trace/events.ts';

/** The lab's time, as a scenario moves it. */
export interface ScenarioClock extends RouterClock {
  /** The router's time without asking it: what it last said, and the real time that has passed since. */
  estimate(): string | undefined;
  /** Milliseconds of the router's time, from an unknown moment on: for spans. Setting the clock is no passing of time. */
  elapsedMs(): number;
  /** Advances it without a word in the trace: between two looks of one watch, which says itself when it looked. */
  turn(ms: number): Promise<void>;
}

/** Reports each jump, and knows the time between two readings. */
export function createScenarioClock(
  clock: RouterClock,
  emit: (body: EventBody) => void,
  afterwards: () => Promise<void>,
): ScenarioClock {
  let turned = 0;
  const turn = async (duration: string | number): Promise<void> => {
    await clock.advance(duration);
    if (clock.mode === 'virtual') turned += advanceMs(duration);
  };
  let last: { readonly ms: number; readonly readAt: number } | undefined;
  const now = async (): Promise<ClockReading> => {
    const reading = await clock.now();
    last = { ms: reading.ms, readAt: performance.now() };
    return reading;
  };
  const jump = async (by: string, move: () => Promise<void>): Promise<void> => {
    const from = await now();
    const startedAt = performance.now();
    await move();
    const durationMs = Math.round(performance.now() - startedAt);
    const to = await now();
    emit({ type: 'clock-advanced', by, from: from.iso, to: to.iso, durationMs });
    await afterwards();
  };
  return {
    mode: clock.mode,
    now,
    estimate: () => (last === undefined ? undefined : isoTime(last.ms + performance.now() - last.readAt)),
    elapsedMs: () => performance.now() + turned,
    turn: async (ms) => {
      await turn(ms);
      await now();
    },
    advance: (duration) => jump(typeof duration === 'number' ? `${duration}ms` : duration, () => turn(duration)),
    set: (iso) => jump(`set to ${iso}`, () => clock.set(iso)),
  };
}

/** The router's wall clock is kept as if it were UTC. */
function isoTime(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19);
}
