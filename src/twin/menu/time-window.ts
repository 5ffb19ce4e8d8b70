import { formatDuration, parseDuration } from '../../routeros/duration.ts';
import type { PropertyType } from './property-type.ts';

const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const dayMs = 86_400_000;

/** `8h-17h,mon,tue`: from, to and the days; every day where none is said (firewall-facts 1.7). */
export const timeWindow: PropertyType = {
  parse: (given) => {
    const [range = '', ...names] = given.split(',');
    const [from = '', to = '', ...rest] = range.split('-');
    const [fromMs, toMs] = [parseDuration(from), parseDuration(to)];
    if (fromMs === undefined || toMs === undefined || rest.length > 0) return undefined;
    if (fromMs > dayMs || toMs > dayMs || names.some((name) => !days.includes(name))) return undefined;
    return [`${formatDuration(fromMs)}-${formatDuration(toMs)}`, ...names].join(',');
  },
};

/** Is a wall clock in the window? Ms since 1970 of the router's own wall clock. */
export function isWithin(window: string, wallMs: number): boolean {
  const isInverted = window.startsWith('!');
  const [range = '', ...names] = window.replace(/^!/, '').split(',');
  const [from = 0, to = dayMs] = range.split('-').map((text) => parseDuration(text) ?? 0);
  const [time, day] = [wallMs % dayMs, days[new Date(wallMs).getUTCDay()] ?? ''];
  // A window over midnight belongs to the day on which each of its moments lies.
  const isInTime = from <= to ? time >= from && time <= to : time >= from || time <= to;
  return (isInTime && (names.length === 0 || names.includes(day))) !== isInverted;
}

/** How long until a window may open or close: its edges and midnight. */
export function untilNextEdgeMs(window: string, wallMs: number): number {
  const [range = ''] = window.replace(/^!/, '').split(',');
  const [from = 0, to = 0] = range.split('-').map((text) => parseDuration(text) ?? 0);
  const time = wallMs % dayMs;
  // The last moment still belongs to the window.
  const edges = [from, to + 1, dayMs].map((edge) => (edge > time ? edge : edge + dayMs));
  return Math.min(...edges) - time;
}
