import { setTimeout as sleep } from 'node:timers/promises';
import type { RouterClock } from './clock.ts';
import { advanceMs } from './clock-duration.ts';
import { type ClockOwner, readClock, setClock } from './clock-setting.ts';

/** A clock that cannot be moved, only waited for: that of a CHR, a device, or the twin with `--clock real`. */
export function createRealClock(
  router: ClockOwner,
  wait: (ms: number) => Promise<unknown> = async (ms) => await sleep(ms),
): RouterClock {
  return {
    mode: 'real',
    now: async () => await readClock(router),
    advance: async (duration) => void (await wait(advanceMs(duration))),
    set: async (iso) => await setClock(router, iso),
  };
}
