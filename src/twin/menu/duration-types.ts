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

/** A duration, or one of some words: `lease-time=auto`. */
export function durationOr(...words: readonly string[]): PropertyType {
  return { parse: (given) => (words.includes(given) ? given : duration.parse(given)) };
}

/** The longest time that an entry of an address list may have (firewall-facts 1.3). */
const longestEntryMs = 21_474_836_000;

/** `address-list-timeout`: a duration, or whether the entry is one of the configuration. */
export const entryTimeout: PropertyType = {
  parse: (given) => {
    if (given === 'none-dynamic' || given === 'none-static') return given;
    return (parseDuration(given) ?? 0) > longestEntryMs ? undefined : duration.parse(given);
  },
  outOfRange: (given) => ((parseDuration(given) ?? 0) > longestEntryMs ? '00:00:00..35w3d13:13:56' : undefined),
};
