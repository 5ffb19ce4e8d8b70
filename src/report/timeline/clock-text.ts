/** The router's clock as milliseconds, read as if it were UTC. NaN for anything else. */
export function clockMs(iso: string | undefined): number {
  if (iso === undefined) return Number.NaN;
  return Date.parse(/[zZ]|[+-]\d\d:\d\d$/.test(iso) ? iso : `${iso}Z`);
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const dayMs = 86_400_000;

/**
 * A moment as RouterOS writes it (`20:43:00`, `jul/20 20:43:00`, `jul/20/2023 20:43:00`, `2023-07-20 20:43:00`,
 * `07-20 20:43:00`), read at `nearMs`: what it leaves out is that of the last such moment before (or hardly after).
 */
export function routerosMs(text: string, nearMs: number): number {
  const time = /(\d\d):(\d\d):(\d\d)$/.exec(text.trim());
  if (time === null || Number.isNaN(nearMs)) return Number.NaN;
  const [, hours = '', minutes = '', seconds = ''] = time;
  const ofDay = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
  const near = new Date(nearMs);
  const written = dateOf(text, near.getUTCFullYear());
  if (written !== undefined) return written + ofDay;
  const midnight = Date.UTC(near.getUTCFullYear(), near.getUTCMonth(), near.getUTCDate());
  const today = midnight + ofDay;
  return today > nearMs + dayMs / 2 ? today - dayMs : today;
}

function dateOf(text: string, year: number): number | undefined {
  const old = /([a-z]{3})\/(\d\d)(?:\/(\d{4}))?/i.exec(text);
  if (old !== null) {
    const month = months.indexOf((old[1] ?? '').toLowerCase());
    return month < 0 ? undefined : Date.UTC(Number(old[3] ?? year), month, Number(old[2]));
  }
  const iso = /(?:(\d{4})-)?(\d\d)-(\d\d)/.exec(text);
  return iso === null ? undefined : Date.UTC(Number(iso[1] ?? year), Number(iso[2]) - 1, Number(iso[3]));
}

const units: Readonly<Record<string, number>> = { w: 7 * dayMs, d: dayMs, h: 3_600_000, m: 60_000, s: 1000, ms: 1 };

/** `1d2h3m4s`, `00:01:00` as RouterOS writes durations, in milliseconds. */
export function durationMs(text: string | undefined): number {
  if (text === undefined) return Number.NaN;
  const clock = /^(?:(\d+)d)?(\d\d):(\d\d):(\d\d)$/.exec(text);
  if (clock !== null) {
    const [, days = '0', hours, minutes, seconds] = clock;
    return Number(days) * dayMs + ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
  }
  const parts = [...text.matchAll(/(\d+)(ms|[wdhms])/g)];
  if (parts.length === 0) return Number.NaN;
  return parts.reduce((sum, [, amount, unit = 's']) => sum + Number(amount) * (units[unit] ?? 0), 0);
}

/** `20:43:59` */
export function timeOfDay(ms: number): string {
  return Number.isFinite(ms) ? new Date(ms).toISOString().slice(11, 19) : '';
}
