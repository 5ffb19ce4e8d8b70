const second = 1_000_000_000n;
const minute = 60n * second;
const hour = 60n * minute;
const day = 24n * hour;
const week = 7n * day;
const longest = 2n ** 63n - 1n;

const units: ReadonlyMap<string, bigint> = new Map([
  ['w', week],
  ['d', day],
  ['h', hour],
  ['m', minute],
  ['s', second],
  ['ms', 1_000_000n],
  ['us', 1_000n],
  ['ns', 1n],
]);

/**
 * Nanoseconds of a time literal: `1w2d`, `1m30s`, `00:00:30`, `1d02:03:04`, `1:30` (hours and minutes), `300.5` and
 * `.25` (seconds that are no short address). Undefined when the text is not a time (measured on 7.23: see `time` literals).
 */
export function parseTime(text: string): bigint | undefined {
  const ns = parseClock(text) ?? parseUnits(text) ?? parseFraction(text);
  return ns === undefined || ns > longest ? undefined : ns;
}

/** Milliseconds of any spelling of a duration; a plain number counts seconds. */
export function parseDuration(text: string): number | undefined {
  const ns = parsePlainSeconds(text) ?? parseTime(text);
  return ns === undefined ? undefined : Number(ns) / 1e6;
}

/** Nanoseconds where a time is expected: a plain number, also a decimal one such as `0.5`, counts seconds. */
export function parsePlainSeconds(text: string): bigint | undefined {
  const match = /^(\d*)(?:\.(\d{1,9}))?$/.exec(text);
  if (match === null || text === '' || text === '.') return undefined;
  return BigInt(match[1] || '0') * second + fraction(match[2]);
}

/** `1w2d03:04:05.500`, the form that `:put` prints. */
export function formatClock(ns: bigint): string {
  const sign = ns < 0n ? '-' : '';
  const rest = ns < 0n ? -ns : ns;
  const weeks = rest / week;
  const days = (rest % week) / day;
  const clock = [(rest % day) / hour, (rest % hour) / minute, (rest % minute) / second].map(twoDigits).join(':');
  return `${sign}${weeks > 0n ? `${weeks}w` : ''}${days > 0n ? `${days}d` : ''}${clock}${fractionText(rest % second)}`;
}

/** `1m30s`, the form of times as properties of menu items. */
export function formatUnits(ns: bigint): string {
  let rest = ns < 0n ? -ns : ns;
  let text = '';
  for (const [unit, size] of units) {
    if (rest >= size) text += `${rest / size}${unit}`;
    rest %= size;
  }
  return text === '' ? '0s' : `${ns < 0n ? '-' : ''}${text}`;
}

/** Milliseconds in unit form: `30s`, `1m30s`, `1w2d`. */
export function formatDuration(ms: number): string {
  return formatUnits(BigInt(Math.round(ms * 1000)) * 1000n);
}

function parseUnits(text: string): bigint | undefined {
  if (!/^(?:\d+(?:ms|us|ns|[wdhms]))+$/.test(text)) return undefined;
  let total = 0n;
  for (const [, count, unit] of text.matchAll(/(\d+)(ms|us|ns|[wdhms])/g)) {
    total += BigInt(count ?? '0') * (units.get(unit ?? '') ?? 0n);
  }
  return total;
}

function parseClock(text: string): bigint | undefined {
  const match = /^(?:(\d+)w)?(?:(\d+)d)?(\d+):(\d+)(?::(\d+)(?:\.(\d{1,9}))?)?$/.exec(text);
  if (match === null) return undefined;
  const [weeks, days, hours, minutes, seconds] = match.slice(1, 6).map((group) => BigInt(group ?? '0'));
  const whole = (weeks ?? 0n) * week + (days ?? 0n) * day + (hours ?? 0n) * hour;
  return whole + (minutes ?? 0n) * minute + (seconds ?? 0n) * second + fraction(match[6]);
}

/** `300.5` and `.25`: two groups that cannot be a short address read as seconds. */
function parseFraction(text: string): bigint | undefined {
  const match = /^(\d*)\.(\d{1,9})$/.exec(text);
  if (match === null) return undefined;
  const isShortAddress = match[1] !== '' && Number(match[1]) <= 255 && Number(match[2]) <= 255;
  return isShortAddress ? undefined : parsePlainSeconds(text);
}

const fraction = (digits: string | undefined): bigint => BigInt((digits ?? '').padEnd(9, '0'));
const twoDigits = (part: bigint): string => String(part).padStart(2, '0');

/** Fractions show in groups of three digits. */
function fractionText(ns: bigint): string {
  if (ns === 0n) return '';
  const digits = String(ns).padStart(9, '0');
  if (digits.endsWith('000000')) return `.${digits.slice(0, 3)}`;
  return digits.endsWith('000') ? `.${digits.slice(0, 6)}` : `.${digits}`;
}
