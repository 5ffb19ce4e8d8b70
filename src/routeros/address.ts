import ipaddr from 'ipaddr.js';

const groupsPattern = /^\d{1,3}(?:\.\d{1,3}){1,3}$/;

/** Canonical text of an IPv4 address; `a.b` means a.0.0.b and `a.b.c` means a.b.0.c (measured on 7.23). */
export function parseIp(text: string): string | undefined {
  if (!groupsPattern.test(text)) return undefined;
  const groups = text.split('.').map(Number);
  if (groups.some((group) => group > 255)) return undefined;
  const last = groups.pop() ?? 0;
  while (groups.length < 3) groups.push(0);
  return [...groups, last].join('.');
}

/** Canonical text of an IPv4 prefix; host bits stay as they were written. */
export function parseIpPrefix(text: string): string | undefined {
  const [address = '', length = '', ...more] = text.split('/');
  const ip = parseIp(address);
  if (ip === undefined || more.length > 0 || !/^\d{1,2}$/.test(length) || Number(length) > 32) return undefined;
  return `${ip}/${Number(length)}`;
}

/** Canonical text of an IPv6 address. */
export function parseIp6(text: string): string | undefined {
  return text.includes(':') && ipaddr.IPv6.isValid(text) ? ipaddr.IPv6.parse(text).toString() : undefined;
}

/** Canonical text of an IPv6 prefix; host bits are cleared, unlike IPv4's. */
export function parseIp6Prefix(text: string): string | undefined {
  const [address = '', length = '', ...more] = text.split('/');
  if (more.length > 0 || !/^\d{1,3}$/.test(length) || Number(length) > 128 || parseIp6(address) === undefined)
    return undefined;
  const bits = ipNumber(address) & maskOf(Number(length), 128);
  return `${ip6Text(bits)}/${Number(length)}`;
}

/** An address as a number. */
export function ipNumber(address: string): bigint {
  return ipaddr
    .parse(address)
    .toByteArray()
    .reduce((number, byte) => number * 256n + BigInt(byte), 0n);
}

/** Text of the IPv4 address with this number; wraps at both ends of the address space. */
export function ipText(number: bigint): string {
  const wrapped = BigInt.asUintN(32, number);
  return [24n, 16n, 8n, 0n].map((shift) => String((wrapped >> shift) & 255n)).join('.');
}

/** Text of the IPv6 address with this number. */
export function ip6Text(number: bigint): string {
  const bytes = BigInt.asUintN(128, number).toString(16).padStart(32, '0').match(/../g) ?? [];
  return new ipaddr.IPv6(bytes.map((byte) => Number.parseInt(byte, 16))).toString();
}

/** First and last address of a prefix, or of a single address, as numbers. */
export function addressRange(text: string): { readonly first: bigint; readonly last: bigint; readonly bits: 32 | 128 } {
  const [address = '', length] = text.split('/');
  const bits = address.includes(':') ? 128 : 32;
  const mask = maskOf(length === undefined ? bits : Number(length), bits);
  const first = ipNumber(address) & mask;
  return { first, last: first | (~mask & maskOf(bits, bits)), bits };
}

function maskOf(length: number, bits: number): bigint {
  const all = (1n << BigInt(bits)) - 1n;
  return all ^ (all >> BigInt(length));
}
