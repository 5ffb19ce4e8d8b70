import { KnocklabError } from '../core/errors.ts';
import { formatDuration, parseDuration } from '../routeros/duration.ts';

/** Milliseconds to advance by: a number of them, or a duration as RouterOS writes it. */
export function advanceMs(duration: string | number): number {
  const ms = typeof duration === 'number' ? duration : parseDuration(duration.trim());
  if (ms !== undefined && Number.isFinite(ms) && ms >= 0) return ms;
  throw new KnocklabError('input/duration', `"${duration}" is no duration to advance the clock by.`, {
    remedy: 'Write it as 31s, 1m30s or 00:01:30, or as a number of milliseconds; clocks only go forward.',
  });
}

/** As a person says it: `41 ms`, `2h59m59s`. */
export function durationText(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : formatDuration(Math.round(ms));
}
