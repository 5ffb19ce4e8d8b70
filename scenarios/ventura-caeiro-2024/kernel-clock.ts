import { setTimeout as wait } from 'node:timers/promises';
import { advanceMs } from '../../src/router/clock-duration.ts';
import type { ScenarioClock } from '../../src/scenario/scenario-clock.ts';

/**
 * The time of a Linux host, which nobody can turn: timeouts of its kernel are waited for. They are a second or two here,
 * and hours where people live.
 */
export function kernelClock(clock: ScenarioClock): ScenarioClock {
  const pass = async (ms: number): Promise<void> => {
    await wait(ms);
  };
  return {
    ...clock,
    mode: 'real',
    elapsedMs: () => performance.now(),
    turn: pass,
    advance: (duration) => pass(advanceMs(duration)),
  };
}
