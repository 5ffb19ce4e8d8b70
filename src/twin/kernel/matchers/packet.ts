import { bytesOfText } from '../../../routeros/byte-text.ts';
import { anyOf, inverted, type Matcher, never, plainOf } from './matching.ts';

// What a single packet carries.

const hopModes: Readonly<Record<string, readonly string[]>> = {
  equal: ['eq'],
  'not-equal': ['!', 'eq'],
  'less-than': ['lt'],
  'greater-than': ['gt'],
};

/** `ttl=greater-than:1`, and `hop-limit` of IPv6. */
export const hops: Matcher = (value, { family }) => {
  const [mode = '', limit = ''] = value.split(':');
  const [name, option] = family === 'ip' ? ['ttl', '--ttl-'] : ['hl', '--hl-'];
  const words = (hopModes[mode] ?? []).map((word) => (word === '!' ? word : `${option}${word}`));
  return ['-m', name, ...words, limit];
};

export const dscp: Matcher = (value) => ['-m', 'dscp', ...inverted(value, (given) => ['--dscp', given])];

/** The whole packet with its IP header (firewall-facts 1.7); IPv6's module counts it too. */
export const packetSize: Matcher = (value) => [
  '-m',
  'length',
  ...inverted(value, (size) => ['--length', size.replace('-', ':')]),
];

export const tcpFlags: Matcher = (value) => {
  const flags = value.split(',').map((flag) => flag.toUpperCase());
  const mask = flags.map((flag) => flag.replace('!', ''));
  const set = flags.filter((flag) => !flag.startsWith('!'));
  // iptables has no names for the two newest flags.
  if (mask.some((flag) => flag === 'ECE' || flag === 'CWR')) return flagBits(mask, set);
  return ['-m', 'tcp', '--tcp-flags', mask.join(','), set.length === 0 ? 'NONE' : set.join(',')];
};

const bits: Readonly<Record<string, number>> = { FIN: 1, SYN: 2, RST: 4, PSH: 8, ACK: 16, URG: 32, ECE: 64, CWR: 128 };

function flagBits(mask: readonly string[], set: readonly string[]): string[] {
  const sum = (flags: readonly string[]): string =>
    `0x${flags.reduce((all, flag) => all + (bits[flag] ?? 0), 0).toString(16)}`;
  // The thirteenth byte behind the IP header.
  return ['-m', 'u32', '--u32', `0>>22&0x3C@10&${sum(mask)}=${sum(set)}`];
}

export const tcpMss: Matcher = (value) => [
  '-m',
  'tcpmss',
  ...inverted(value, (mss) => ['--mss', mss.replace('-', ':')]),
];

/** `8:0`, `8:0-255`, `3:1-3`; without a code any (firewall-facts 1.7). */
export const icmpOptions: Matcher = (value, { family }) => {
  const [type = '', codes] = plainOf(value).split(':');
  const [from, to = from] = codes?.split('-') ?? [];
  const [module, option] = family === 'ip' ? ['icmp', '--icmp-type'] : ['icmp6', '--icmpv6-type'];
  const isAny = from === undefined || (Number(from) === 0 && Number(to) === 255);
  if (isAny || from === to) return ['-m', module, ...inverted(value, () => [option, isAny ? type : `${type}/${from}`])];
  const numbers = Array.from({ length: Number(to) - Number(from) + 1 }, (_, offset) => Number(from) + offset);
  const protocol = family === 'ip' ? '1' : '58';
  return anyOf(
    value,
    numbers.map((code) => ['-p', protocol, '-m', module, option, `${type}/${code}`]),
  );
};

/** One packet at a time, as stock Linux finds it (firewall-facts 1.7). What iptables-restore could misread goes as hexadecimal. */
export const content: Matcher = (value) => [
  '-m',
  'string',
  '--algo',
  'bm',
  ...inverted(value, (text) =>
    /^[\w!#$%&'()*+,./:;<=>?@[\]^`{}~ ][\w!#$%&'()*+,./:;<=>?@[\]^`{}~ -]*$/.test(text)
      ? ['--string', text]
      : ['--hex-string', `|${Buffer.from(bytesOfText(text)).toString('hex')}|`],
  ),
];

export const fragment: Matcher = (value, { family }) => {
  if (family === 'ipv6') return ['-m', 'ipv6header', ...(value === 'no' ? ['!'] : []), '--header', 'frag', '--soft'];
  return value === 'yes' ? ['-f'] : ['!', '-f'];
};

/** `hop,dst` and no others, or `hop:contains`. The kernel's module has its own word for one of them. */
export const headers: Matcher = (value) => {
  const [names = '', how] = plainOf(value).split(':');
  const known = names.split(',').map((name) => (name === 'ah' ? 'auth' : name === 'proto' ? 'prot' : name));
  const soft = how === 'contains' ? ['--soft'] : [];
  return ['-m', 'ipv6header', ...(value.startsWith('!') ? ['!'] : []), '--header', known.join(','), ...soft];
};

/** Numbers of IPv4's options (RFC 791, RFC 2113). */
const optionNumbers: Readonly<Record<string, readonly number[]>> = {
  'record-route': [7],
  timestamp: [68],
  'loose-source-routing': [131],
  'strict-source-routing': [137],
  'source-routing': [131, 137],
  'router-alert': [148],
};

const hasOptions = '0>>24&0xF=6:15';

/** An option stands first, or behind up to three bytes of padding. */
const optionPlaces = (number: number): string[] => [
  `${hasOptions}&&20>>24=${number}`,
  `${hasOptions}&&20>>24=1&&20>>16&0xFF=${number}`,
  `${hasOptions}&&20>>16=0x0101&&20>>8&0xFF=${number}`,
  `${hasOptions}&&20>>8=0x010101&&20&0xFF=${number}`,
];

export const ipv4Options: Matcher = (value) => {
  const name = plainOf(value);
  const isNegated = value.startsWith('!') !== name.startsWith('no-');
  if (name === 'any' || name === 'none')
    return ['-m', 'u32', ...(value.startsWith('!') === (name === 'any') ? ['!'] : []), '--u32', hasOptions];
  const numbers = optionNumbers[name.replace(/^no-/, '')] ?? [];
  const lines = numbers.flatMap(optionPlaces).map((u32) => ['-m', 'u32', '--u32', u32]);
  return anyOf(isNegated ? '!' : '', lines);
};

/** No packet of a lab comes out of a tunnel of IPsec, or goes into one. */
export const ipsecPolicy: Matcher = (value) => {
  const isNone = value.endsWith(',none');
  return isNone !== value.startsWith('!') ? [] : never;
};

/** Hotspot users, peer-to-peer protocols that are gone, priorities of queues: no packet of a lab has any. */
export const matchesNothing: Matcher = (value) => (value.startsWith('!') ? [] : never);
