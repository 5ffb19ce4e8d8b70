import { RouterosError, trapCategories } from '../../routeros/routeros-error.ts';
import type { PropertyType } from '../menu/property-type.ts';

/** How far a zone's clock is ahead of UTC at a moment, in ms; daylight saving included. */
export function zoneOffset(zone: string): (utcMs: number) => number {
  if (zone === 'manual') return () => 0;
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  return (utcMs) => {
    const name = format.formatToParts(utcMs).find(({ type }) => type === 'timeZoneName')?.value;
    const match = /([+-])(\d\d):(\d\d)/.exec(name ?? '');
    if (match === null) return 0;
    const minutes = Number(match[2]) * 60 + Number(match[3]);
    return (match[1] === '-' ? -minutes : minutes) * 60_000;
  };
}

/** `+07:00` */
export function offsetText(offsetMs: number): string {
  const minutes = Math.abs(offsetMs) / 60_000;
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  return `${offsetMs < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
}

/** `Asia/Jakarta`, by the names of the time zone database; `manual` is `/system clock manual`. */
export const timeZoneName: PropertyType = {
  parse: (given) => {
    try {
      zoneOffset(given);
      return given;
    } catch {
      throw new RouterosError('input does not match any value of time-zone-name', {
        category: trapCategories.argument,
      });
    }
  },
};
