import { KnocklabError } from '../core/errors.ts';
import type { ClockReading } from './clock.ts';
import type { Router } from './router.ts';

/** What is needed of a router to read and set its clock. */
export type ClockOwner = Pick<Router, 'print' | 'set' | 'version'>;

/** The router's date and time from `/system clock`, in whichever form its version writes dates. */
export async function readClock(router: ClockOwner): Promise<ClockReading> {
  const { date = '', time = '' } = (await router.print('/system/clock'))[0] ?? {};
  return readingOf(`${isoDate(date)}T${time}`);
}

/** Sets `/system clock` as an administrator would. */
export async function setClock(router: ClockOwner, iso: string): Promise<void> {
  const [date = '', time = ''] = readingOf(iso).iso.split('T');
  const writesIso = isoDatesSince(await router.version());
  await router.set('/system/clock', undefined, { date: writesIso ? date : monthDate(date), time });
}

/** `iso` without zone is read as UTC, so that differences come out right; anything else is no time. */
function readingOf(iso: string): ClockReading {
  const ms = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(iso) ? Date.parse(`${iso}Z`) : Number.NaN;
  if (Number.isNaN(ms)) {
    throw new KnocklabError('input/time', `"${iso}" is no date and time.`, {
      remedy: 'Write it as 2023-07-20T20:43:00.',
    });
  }
  return { iso, ms };
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** `jul/20/2023`, as RouterOS wrote dates up to 7.9. */
function monthDate(iso: string): string {
  const [year, month, day] = iso.split('-');
  return `${months[Number(month) - 1]}/${day}/${year}`;
}

function isoDate(date: string): string {
  const [month = '', day, year] = date.toLowerCase().split('/');
  const number = months.indexOf(month) + 1;
  return number === 0 ? date : `${year}-${String(number).padStart(2, '0')}-${day}`;
}

/** Dates are ISO since 7.10. */
function isoDatesSince(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
  return major > 7 || (major === 7 && minor >= 10);
}
