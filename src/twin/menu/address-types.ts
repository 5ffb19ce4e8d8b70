import ipaddr from 'ipaddr.js';
import type { PropertyType } from './property-type.ts';

/** ipaddr.js also takes `127.1` and `0x7f.1`; RouterOS does not. */
function isIpv4(text: string): boolean {
  return ipaddr.IPv4.isValidFourPartDecimal(text);
}

export function ipv4ToNumber(text: string): number {
  return ipaddr.IPv4.parse(text).octets.reduce((sum, octet) => sum * 256 + octet, 0);
}

function numberToIpv4(value: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
}

export function networkOf(prefix: string): string {
  const [address = '', length = '32'] = prefix.split('/');
  const size = 2 ** (32 - Number(length));
  return numberToIpv4(Math.floor(ipv4ToNumber(address) / size) * size);
}

/** First and last address of `192.0.2.0/24`. */
export function prefixBounds(prefix: string): { readonly first: string; readonly last: string } {
  const size = 2 ** (32 - Number(prefix.split('/')[1] ?? '32'));
  const first = ipv4ToNumber(networkOf(prefix));
  return { first: numberToIpv4(first), last: numberToIpv4(first + size - 1) };
}

function prefixLength(text: string): number | undefined {
  return /^\d{1,2}$/.test(text) && Number(text) <= 32 ? Number(text) : undefined;
}

export const ipAddress: PropertyType = { parse: (given) => (isIpv4(given) ? given : undefined) };

/** `10.10.10.1/24`: host bits are kept, a bare address is a /32 (`/ip address`). */
export const interfaceAddress: PropertyType = {
  parse: (given) => {
    const [address = '', length = '32', ...rest] = given.split('/');
    const bits = prefixLength(length);
    return isIpv4(address) && bits !== undefined && rest.length === 0 ? `${address}/${bits}` : undefined;
  },
};

/** `10.1.1.9/24` is kept as its network `10.1.1.0/24`, a /32 without its length (firewall-facts 2.2). */
export const ipPrefix: PropertyType = {
  parse: (given) => {
    const kept = interfaceAddress.parse(given);
    if (kept === undefined) return undefined;
    const [address, length] = kept.split('/');
    return length === '32' ? address : `${networkOf(kept)}/${length}`;
  },
};

function parseRange(given: string): string | undefined {
  const [from = '', to = '', ...rest] = given.split('-');
  if (!isIpv4(from) || !isIpv4(to) || rest.length > 0) return undefined;
  const [first, last] = [ipv4ToNumber(from), ipv4ToNumber(to)];
  if (last < first) return undefined;
  return exactPrefix(first, last) ?? `${from}-${to}`;
}

/** A range that is a whole prefix is kept as the prefix. */
function exactPrefix(first: number, last: number): string | undefined {
  const size = last - first + 1;
  const bits = Math.log2(size);
  if (!Number.isInteger(bits) || first % size !== 0) return undefined;
  return bits === 0 ? numberToIpv4(first) : `${numberToIpv4(first)}/${32 - bits}`;
}

/** Address, prefix or range, as firewall matchers and address lists take them. */
export const addressRange: PropertyType = {
  parse: (given) => (given.includes('-') ? parseRange(given) : ipPrefix.parse(given)),
};

/** Ranges of a pool: always `from-to`, several with commas. */
export const poolRanges: PropertyType = {
  parse: (given) => {
    const ranges = given.split(',').map((part) => {
      if (isIpv4(part)) return part;
      const [from = '', to = ''] = part.split('-');
      return isIpv4(from) && isIpv4(to) && ipv4ToNumber(from) <= ipv4ToNumber(to) ? part : undefined;
    });
    return ranges.includes(undefined) ? undefined : ranges.join(',');
  },
};

/** The prefixes that a range is made of, the fewest that do. */
export function prefixesOf(range: string): string[] {
  const [from = '', to = from] = range.split('-');
  const prefixes: string[] = [];
  const last = ipv4ToNumber(to);
  for (let first = ipv4ToNumber(from); first <= last; ) {
    let bits = 0;
    while (bits < 32 && first % 2 ** (bits + 1) === 0 && first + 2 ** (bits + 1) - 1 <= last) bits++;
    prefixes.push(bits === 0 ? numberToIpv4(first) : `${numberToIpv4(first)}/${32 - bits}`);
    first += 2 ** bits;
  }
  return prefixes;
}

/** One host's address: not all zeros, not of a group. */
export const unicastMacAddress: PropertyType = {
  parse: (given) => {
    const mac = macAddress.parse(given);
    const isUnicast =
      mac !== undefined && mac !== '00:00:00:00:00:00' && Number.parseInt(mac.slice(0, 2), 16) % 2 === 0;
    return isUnicast ? mac : undefined;
  },
};

export const macAddress: PropertyType = {
  parse: (given) =>
    /^([0-9a-f]{2}[:-]){5}[0-9a-f]{2}$/i.test(given) ? given.toUpperCase().replaceAll('-', ':') : undefined,
};

const port = (text: string): number => (/^\d{1,5}$/.test(text) ? Number(text) : 65_536);

/** `22,80,1000-2000` */
export const portList: PropertyType = {
  parse: (given) => {
    const parts = given.split(',').map((part) => {
      const [from = '', to = from, ...rest] = part.split('-');
      return port(from) <= port(to) && port(to) <= 65_535 && rest.length === 0 ? part : undefined;
    });
    return parts.includes(undefined) ? undefined : parts.join(',');
  },
};
