import { parseDuration } from '../../../routeros/duration.ts';
import { type MatchContext, type Matcher, never, plainOf } from './matching.ts';

// How often: token buckets, counters, chance. All of it counts only packets that have come this far in their rule.

interface Rate {
  readonly count: number;
  readonly periodMs: number;
  readonly burst: number;
}

const suffixes: Readonly<Record<string, number>> = { k: 1000, M: 1_000_000, G: 1_000_000_000 };

/** `5`, `10k` */
export const plainNumber = (text: string): number => Number.parseInt(text, 10) * (suffixes[text.at(-1) ?? ''] ?? 1);

/** `5`, `50/5s`, `10k/1m` and a burst. */
function readRate(rate: string, burst: string): Rate {
  const [count = '', period = '1s'] = rate.split('/');
  return { count: plainNumber(count), periodMs: parseDuration(period) ?? 1000, burst: plainNumber(burst) };
}

const day = 86_400_000;
const units: readonly (readonly [name: string, ms: number])[] = [
  ['second', 1000],
  ['minute', 60_000],
  ['hour', 3_600_000],
  ['day', day],
];

/** The kernel counts in whole numbers per second, minute, hour or day: the first of them that loses nothing. */
function kernelRate({ count, periodMs }: Rate): string {
  const exact = units.find(([, ms]) => Number.isInteger((count * ms) / periodMs));
  const [name, ms] = exact ?? ['day', day];
  return `${Math.max(1, Math.round((count * ms) / periodMs))}/${name}`;
}

/** The kernel's credits hold what comes together in a day, and it refuses a table with more (`user2credits` of xt_hashlimit.c). */
const kernelBurst = ({ count, periodMs, burst }: Rate): number =>
  Math.max(1, Math.min(burst, Math.floor((count * day) / periodMs)));

/** Idle buckets must not be forgotten before they are full again. */
const keptMs = ({ count, periodMs, burst }: Rate): number =>
  Math.min(2 ** 31 - 1, Math.ceil(Math.max(10_000, ((burst + 1) * periodMs) / count)));

/** Names of the kernel's tables hold 15 characters. */
const tableName = ({ rule }: MatchContext): string =>
  rule.replace('filter', 'f').replace('mangle', 'm').replace('ipv6', '6').replace('*', '-');

/**
 * `rate[/time],burst[:mode]` as a token bucket that starts full (firewall-facts 1.7). hashlimit with one bucket keeps its
 * state when the table is loaded anew, which the kernel's limit does not.
 */
export const limit: Matcher = (value, context) => {
  const [amount = '', mode = 'packet'] = plainOf(value).split(':');
  const [rateText = '', burstText = '0'] = amount.split(',');
  const rate = readRate(rateText, burstText);
  if (rate.burst === 0 || rate.count === 0) return value.startsWith('!') ? [] : never;
  const option = value.startsWith('!') ? '--hashlimit-above' : '--hashlimit-upto';
  const name = ['--hashlimit-name', `l${tableName(context)}`, '--hashlimit-htable-expire', String(keptMs(rate))];
  if (mode === 'bit') {
    const bytesPerSecond = Math.max(1, Math.round((rate.count * 1000) / rate.periodMs / 8));
    return [
      '-m',
      'hashlimit',
      option,
      `${bytesPerSecond}b/s`,
      '--hashlimit-burst',
      `${Math.max(bytesPerSecond, Math.ceil(rate.burst / 8))}b`,
      ...name,
    ];
  }
  return ['-m', 'hashlimit', option, kernelRate(rate), '--hashlimit-burst', String(kernelBurst(rate)), ...name];
};

const flows: Readonly<Record<string, string>> = {
  'dst-address': 'dstip',
  'dst-address-and-port': 'dstip,dstport',
  'src-address': 'srcip',
  'src-and-dst-addresses': 'srcip,dstip',
  'addresses-and-dst-port': 'srcip,dstip,dstport',
};

/** `rate[/time],burst,mode[/expire]`: matches while under the limit; each packet renews the entry (firewall-facts 1.7). */
export const dstLimit: Matcher = (value, context) => {
  const [rateText = '', burstText = '0', flow = ''] = plainOf(value).split(',');
  const [mode = '', expire = '10s'] = flow.split('/');
  const rate = readRate(rateText, burstText);
  if (rate.count === 0) return value.startsWith('!') ? [] : never;
  return [
    '-m',
    'hashlimit',
    value.startsWith('!') ? '--hashlimit-above' : '--hashlimit-upto',
    kernelRate(rate),
    '--hashlimit-burst',
    String(kernelBurst(rate)),
    '--hashlimit-mode',
    flows[mode] ?? 'dstip',
    '--hashlimit-name',
    `d${tableName(context)}`,
    '--hashlimit-htable-expire',
    String(parseDuration(expire) ?? 10_000),
  ];
};

/** `every,packet`: the first of every so many is packet 1. */
export const nth: Matcher = (value) => {
  const [every = 1, packet = 1] = plainOf(value).split(',').map(Number);
  const negation = value.startsWith('!') ? ['!'] : [];
  return [
    '-m',
    'statistic',
    '--mode',
    'nth',
    ...negation,
    '--every',
    String(every),
    '--packet',
    String((packet - 1 + every) % every),
  ];
};

/** Percent. */
export const random: Matcher = (value) => {
  const negation = value.startsWith('!') ? ['!'] : [];
  return ['-m', 'statistic', '--mode', 'random', ...negation, '--probability', String(Number(plainOf(value)) / 100)];
};
