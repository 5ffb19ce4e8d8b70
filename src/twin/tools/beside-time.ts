import { RouterosError, trapCategories } from '../../routeros/routeros-error.ts';
import type { ActionCall } from '../menu/menu-spec.ts';
import type { TwinClock } from '../time/twin-clock.ts';
import type { Twin } from '../twin.ts';

/**
 * Waits for the network in such a way that the router's time may be turned meanwhile; `undefined` when it took longer than
 * `limitMs` of that time. Throws when whoever waits is interrupted.
 */
export async function besideTime<T>(
  { clock }: Twin,
  { activity, signal }: Pick<ActionCall, 'activity' | 'signal'>,
  work: Promise<T>,
  limitMs: number,
): Promise<T | undefined> {
  const done = new AbortController();
  const either = AbortSignal.any([signal, done.signal]);
  const end = (): void => done.abort();
  work.then(end, end);
  await (activity?.delay(limitMs, either) ?? passes(clock, limitMs, either)).catch(() => undefined);
  if (signal.aborted) throw new RouterosError('interrupted', { category: trapCategories.interrupted });
  return done.signal.aborted ? work : undefined;
}

function passes(clock: TwinClock, ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const cancel = clock.at(clock.uptimeMs + ms, async () => resolve());
    signal.addEventListener('abort', () => resolve(cancel()), { once: true });
  });
}
