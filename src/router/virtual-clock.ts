import { KnocklabError } from '../core/errors.ts';
import type { ClockReading, RouterClock } from './clock.ts';
import { advanceMs } from './clock-duration.ts';
import { type ClockOwner, setClock } from './clock-setting.ts';
import type { ControlConnection } from './control-connection.ts';

/** The twin's clock, moved over its control socket: whatever falls due on the way happens, in order. */
export function createVirtualClock(control: ControlConnection, router: ClockOwner): RouterClock {
  return {
    mode: 'virtual',
    now: async () => await readControl(control),
    advance: async (duration) => void (await control.request({ do: 'advance', ms: advanceMs(duration) })),
    set: async (iso) => await setClock(router, iso),
  };
}

async function readControl(control: ControlConnection): Promise<ClockReading> {
  const { iso, ms } = await control.request({ do: 'now' });
  if (iso !== undefined && ms !== undefined) return { iso, ms };
  throw new KnocklabError('router/control', 'The twin did not say what time it is.');
}
