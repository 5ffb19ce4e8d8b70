import type { MenuSpec } from '../menu/menu-spec.ts';
import type { PropertyType } from '../menu/property-type.ts';
import { boolean, word } from '../menu/property-type.ts';
import { dateText, parseDate, parseTimeOfDay, timeOfDay, timeText } from '../time/date-text.ts';
import { offsetText, timeZoneName, zoneOffset } from '../time/time-zone.ts';
import type { Twin } from '../twin.ts';

const date: PropertyType = { parse: (given) => (parseDate(given) === undefined ? undefined : given.toLowerCase()) };
const timeOfDayType: PropertyType = {
  parse: (given) => {
    const ms = parseTimeOfDay(given);
    return ms === undefined ? undefined : timeText(ms);
  },
};

export function identity(): MenuSpec {
  return {
    path: 'system identity',
    kind: 'settings',
    properties: { name: { type: { parse: (given) => (given.length <= 64 ? given : undefined) }, default: 'MikroTik' } },
  };
}

/** Setting date or time moves the wall clock alone: jobs keep their next run (language-facts 10). */
export function clock(twin: Twin): MenuSpec {
  const set = (given: Readonly<Record<string, string>>): void => {
    const now = twin.clock.wallMs;
    const day = given['date'] === undefined ? now - timeOfDay(now) : (parseDate(given['date']) ?? 0);
    const time = given['time'] === undefined ? timeOfDay(now) : (parseTimeOfDay(given['time']) ?? 0);
    twin.clock.setWall(day + time);
  };
  return {
    path: 'system clock',
    kind: 'settings',
    // Rules with `time=` go in and out.
    touches: ['firewall'],
    properties: {
      time: { type: timeOfDayType },
      date: { type: date },
      'time-zone-autodetect': { type: boolean, default: 'yes', inert: true },
      'time-zone-name': { type: timeZoneName, default: 'manual' },
      'gmt-offset': { type: word, default: '+00:00', readonly: true },
    },
    // Date and time are no settings: they go on.
    complete: ({ date: _date, time: _time, ...props }) => props,
    beforeSet: set,
    afterSet: ({ props }) => {
      twin.clock.zone = zoneOffset(props['time-zone-name'] ?? 'manual');
    },
    computed: () => ({
      time: timeText(twin.clock.wallMs),
      date: dateText(twin.clock.wallMs, twin.version),
      'gmt-offset': offsetText(twin.clock.zoneOffsetMs),
    }),
  };
}
