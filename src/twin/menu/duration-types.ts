import { formatDuration, parseDuration } from '../../routeros/duration.ts';
import { timeOfMs } from '../../routeros/value.ts';
import type { PropertyType } from './property-type.ts';

/** `1m30s`, `00:01:30` or seconds; kept in units as `print` shows properties (language-facts 3). */
export const duration: PropertyType = {
  parse: (given) => {
    const ms = parseDuration(given);
    return ms === undefined ? undefined : formatDuration(ms);
  },
  value: (kept) => timeOfMs(parseDuration(kept) ?? 0),
};

/** A duration, or one of some words: `address-list-timeout=none-dynamic`. */
export function durationOr(...words: readonly string[]): PropertyType {
  return { parse: (given) => (words.includes(given) ? given : duration.parse(given)) };
}
