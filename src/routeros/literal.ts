import { parseIp, parseIp6, parseIp6Prefix, parseIpPrefix } from './address.ts';
import { parseTime } from './duration.ts';
import { str, type Value } from './value.ts';

const greatest = 2n ** 63n - 1n;

/** The value of a bare word: number, address, time, boolean, id, else a string (measured on 7.23). */
export function parseLiteral(text: string): Value {
  return parseTyped(text) ?? str(text);
}

/** Most words: neither digits nor colons nor an id's asterisk are in them. */
const isPlainWord = /^[A-Za-z][A-Za-z-]*$/;
const isNumber = /^\d+$/;

/** Is a bare word more than a mere string? */
export function isTyped(text: string): boolean {
  return isNumber.test(text) || parseTyped(text) !== undefined;
}

/** The value of a text that is no mere string. */
export function parseTyped(text: string): Value | undefined {
  if (isPlainWord.test(text)) return parseBool(text);
  const isOfNumbers = /^[-.\d:a-fA-F]/.test(text) && /[\d:]/.test(text);
  const plain = parseBool(text) ?? parseId(text);
  if (plain !== undefined || !isOfNumbers) return plain;
  return parseNum(text) ?? parseAddress(text) ?? parseTimeLiteral(text);
}

/** A whole number, decimal or `0x…`, held within 64 signed bits as RouterOS does. */
export function parseInteger(text: string): bigint | undefined {
  const match = /^(-?)(\d+|0x[\da-fA-F]+)$/.exec(text);
  if (match === null) return undefined;
  const magnitude = BigInt(match[2] ?? '0');
  return saturate(match[1] === '-' ? -magnitude : magnitude);
}

/** Numbers stop at ±9223372036854775807. */
export function saturate(value: bigint): bigint {
  if (value > greatest) return greatest;
  return value < -greatest ? -greatest : value;
}

function parseNum(text: string): Value | undefined {
  const value = parseInteger(text);
  return value === undefined ? undefined : { type: 'num', value };
}

function parseBool(text: string): Value | undefined {
  if (text === 'true' || text === 'yes') return { type: 'bool', value: true };
  return text === 'false' || text === 'no' ? { type: 'bool', value: false } : undefined;
}

function parseId(text: string): Value | undefined {
  return /^\*[\da-fA-F]+$/.test(text) ? { type: 'id', value: text.toUpperCase() } : undefined;
}

function parseTimeLiteral(text: string): Value | undefined {
  const value = text.startsWith('-') ? parseTime(text.slice(1)) : parseTime(text);
  if (value === undefined) return undefined;
  return { type: 'time', value: text.startsWith('-') ? -value : value };
}

function parseAddress(text: string): Value | undefined {
  const ip = parseIp(text);
  if (ip !== undefined) return { type: 'ip', value: ip };
  const prefix = parseIpPrefix(text);
  if (prefix !== undefined) return { type: 'ip-prefix', value: prefix };
  const ip6 = parseIp6(text);
  if (ip6 !== undefined) return { type: 'ip6', value: ip6 };
  const prefix6 = parseIp6Prefix(text);
  return prefix6 === undefined ? undefined : { type: 'ip6-prefix', value: prefix6 };
}
