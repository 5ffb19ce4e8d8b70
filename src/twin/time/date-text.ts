import type { RosVersion } from '../version.ts';
import { isAtLeast } from '../version.ts';

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const dayMs = 86_400_000;

const two = (value: number): string => String(value).padStart(2, '0');

/** `20:43:56`. Wall clock times are kept as if they were UTC: the lab's router has no time zone of its own. */
export function timeText(wallMs: number): string {
  const date = new Date(wallMs);
  return `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
}

/** `jul/20/2023` before 7.10, `2023-07-20` from then on (firewall-facts 3.3). */
export function dateText(wallMs: number, version: RosVersion): string {
  const date = new Date(wallMs);
  if (isAtLeast(version, 7, 10)) return date.toISOString().slice(0, 10);
  return `${months[date.getUTCMonth()]}/${two(date.getUTCDate())}/${date.getUTCFullYear()}`;
}

export function dateTimeText(wallMs: number, version: RosVersion): string {
  return `${dateText(wallMs, version)} ${timeText(wallMs)}`;
}

/** Log lines of the current day show the time alone; older ones of this year leave out the year (firewall-facts 3.3). */
export function logTimeText(wallMs: number, nowMs: number, version: RosVersion): string {
  const time = timeText(wallMs);
  if (isAtLeast(version, 7, 20)) return `${dateText(wallMs, version)} ${time}`;
  // A script that searches the log asks this of every line.
  if (Math.floor(wallMs / dayMs) === Math.floor(nowMs / dayMs)) return time;
  const date = dateText(wallMs, version);
  if (new Date(wallMs).getUTCFullYear() !== new Date(nowMs).getUTCFullYear()) return `${date} ${time}`;
  return `${isAtLeast(version, 7, 10) ? date.slice(5) : date.slice(0, 6)} ${time}`;
}

/** Reads `jul/20/2023` or `2023-07-20`; undefined when it is neither. Both are taken in either version, as 7.x does. */
export function parseDate(text: string): number | undefined {
  const old = /^([a-z]{3})\/(\d{1,2})\/(\d{4})$/.exec(text.toLowerCase());
  if (old !== null) return dayOf(Number(old[3]), months.indexOf(old[1] ?? ''), Number(old[2]));
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  return iso === null ? undefined : dayOf(Number(iso[1]), Number(iso[2]) - 1, Number(iso[3]));
}

/** JavaScript makes March of the 31st of February; here there is no such day. */
function dayOf(year: number, month: number, day: number): number | undefined {
  const ms = Date.UTC(year, month, day);
  const date = new Date(ms);
  return date.getUTCMonth() === month && date.getUTCDate() === day ? ms : undefined;
}

/** Reads a time of day, `20:43` or `20:43:56`, as milliseconds since midnight. */
export function parseTimeOfDay(text: string): number | undefined {
  const match = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(text);
  if (match === null) return undefined;
  const [hours, minutes, seconds] = [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)];
  return hours > 23 || minutes > 59 || seconds > 59 ? undefined : ((hours * 60 + minutes) * 60 + seconds) * 1000;
}

/** Milliseconds since midnight. */
export function timeOfDay(wallMs: number): number {
  return ((wallMs % dayMs) + dayMs) % dayMs;
}
