import { formatDuration, parseDuration } from '../../routeros/duration.ts';
import type { PropertyType } from './property-type.ts';

// What matchers count by (firewall-facts 1.7). Kept as RouterOS prints it.

const amount = /^\d+[kMG]?$/;

/** `50/5s`; per second where no time is said. */
function rate(given: string): string | undefined {
  const [count = '', period, ...rest] = given.split('/');
  if (!amount.test(count) || rest.length > 0) return undefined;
  if (period === undefined) return count;
  const ms = parseDuration(period);
  if (ms === undefined || ms <= 0) return undefined;
  return ms === 1000 ? count : `${count}/${formatDuration(ms)}`;
}

/** `rate[/time],burst[:packet|bit]` */
export const limit: PropertyType = {
  parse: (given) => {
    const [values = '', mode = 'packet', ...rest] = given.split(':').length > 2 ? splitMode(given) : given.split(':');
    const [rateText = '', burst = '5', ...more] = values.split(',');
    const kept = rate(rateText);
    if (kept === undefined || !amount.test(burst) || !/^(packet|bit)$/.test(mode)) return undefined;
    return rest.length + more.length > 0 ? undefined : `${kept},${burst}:${mode}`;
  },
};

/** A time in the rate may be written with colons too: `5/00:01:00,5:packet`. */
function splitMode(given: string): string[] {
  const at = given.lastIndexOf(':');
  return /^(packet|bit)$/.test(given.slice(at + 1)) ? [given.slice(0, at), given.slice(at + 1)] : [given];
}

const flows = ['dst-address', 'dst-address-and-port', 'src-address', 'src-and-dst-addresses', 'addresses-and-dst-port'];

/** `rate[/time],burst,mode[/expire]` */
export const dstLimit: PropertyType = {
  parse: (given) => {
    const [rateText = '', burst = '', flow = '', ...rest] = given.split(',');
    const [mode = '', expire] = flow.split('/');
    const kept = rate(rateText);
    const expireMs = expire === undefined ? undefined : parseDuration(expire);
    if (kept === undefined || !/^\d+$/.test(burst) || !flows.includes(mode) || rest.length > 0) return undefined;
    if (expire !== undefined && expireMs === undefined) return undefined;
    return `${kept},${burst},${mode}${expireMs === undefined ? '' : `/${formatDuration(expireMs)}`}`;
  },
};

/** `count,mask` */
export const connectionLimit: PropertyType = {
  parse: (given) => {
    const match = /^(\d{1,10}),(\d{1,3})$/.exec(given);
    return match !== null && Number(match[2]) <= 128 ? given : undefined;
  },
};

/** `every,packet` */
export const nth: PropertyType = {
  parse: (given) => {
    const [every = '', packet = '1', ...rest] = given.split(',');
    const fits = /^\d{1,5}$/.test(every) && /^\d{1,5}$/.test(packet) && Number(every) > 0;
    return fits && rest.length === 0 && Number(packet) <= Number(every) ? `${every},${packet}` : undefined;
  },
};

/** `WeightThreshold,DelayThreshold,LowPortWeight,HighPortWeight` */
export const psd: PropertyType = {
  parse: (given) => {
    const [weight = '', delay = '', low = '', high = '', ...rest] = given.split(',');
    const ms = parseDuration(delay);
    const fits = [weight, low, high].every((number) => /^\d{1,4}$/.test(number)) && rest.length === 0;
    return fits && ms !== undefined ? `${weight},${formatDuration(ms)},${low},${high}` : undefined;
  },
};

/** `from-to`, or `from-0` for more than `from`; with `k` and `M`. */
export const amountRange: PropertyType = {
  parse: (given) => (/^\d+[kMG]?-\d+[kMG]?$/.test(given) ? given : undefined),
};

const classifiers = [
  'both-addresses',
  'both-ports',
  'dst-address-and-port',
  'src-address',
  'src-port',
  'both-addresses-and-ports',
  'dst-address',
  'src-address-and-port',
  'dst-port',
];

/** `both-addresses:2/0` */
export const perConnectionClassifier: PropertyType = {
  parse: (given) => {
    const match = /^([\w-]+):(\d{1,3})\/(\d{1,3})$/.exec(given);
    if (match === null || !classifiers.includes(match[1] ?? '')) return undefined;
    const [nodes, node] = [Number(match[2]), Number(match[3])];
    return nodes > 0 && node < nodes ? given : undefined;
  },
};
