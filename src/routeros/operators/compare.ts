import { addressRange, ipNumber } from '../address.ts';
import { arrayEntries } from '../array.ts';
import { bytesOfText } from '../byte-text.ts';
import { parseTyped } from '../literal.ts';
import { toText } from '../to-text.ts';
import type { ArrayValue, Value } from '../value.ts';
import { operatorError } from './operator-error.ts';

export type OrderOperator = '<' | '>' | '<=' | '>=';

const isEmpty = (value: Value): boolean => value.type === 'nothing' || value.type === 'nil';

/**
 * `=`. What is not set equals only what is not set, never 0 or "". A text equals a number, time or address that it
 * spells; a prefix never equals a text (manual, "Tips": prefixes in `where` need quotes).
 */
export function isEqual(left: Value, right: Value): boolean {
  if (isEmpty(left) || isEmpty(right)) return isEmpty(left) && isEmpty(right);
  if (left.type === 'array' && right.type === 'array') return isEqualArray(left, right);
  if (left.type === right.type) return toText(left) === toText(right);
  if (left.type === 'str') return isSpelled(left.value, right);
  return right.type === 'str' && isSpelled(right.value, left);
}

/** `<`, `>`, `<=`, `>=`; what is not set is neither less nor more. */
export function isOrdered(operator: OrderOperator, left: Value, right: Value): boolean {
  if (isEmpty(left) || isEmpty(right)) return false;
  const order = orderOf(left, right);
  if (order === undefined) throw operatorError(`cannot compare if ${left.type} is ${phrases[operator]} ${right.type}`);
  if (operator === '<') return order < 0;
  if (operator === '>') return order > 0;
  return operator === '<=' ? order <= 0 : order >= 0;
}

const phrases = {
  '<': 'less than',
  '>': 'more than',
  '<=': 'less than or equal to',
  '>=': 'more than or equal to',
} as const;

/** `in`: does a prefix hold an address or another prefix? */
export function isInside(left: Value, right: Value): boolean {
  const [inner, outer] = [asAddress(left), asAddress(right)];
  if (inner === undefined || outer === undefined || inner.bits !== outer.bits) return false;
  return inner.first >= outer.first && inner.last <= outer.last;
}

function isSpelled(text: string, value: Value): boolean {
  if (value.type === 'ip-prefix' || value.type === 'ip6-prefix') return false;
  if (text === toText(value)) return true;
  const typed = parseTyped(text);
  return typed !== undefined && typed.type === value.type && value.type !== 'bool' && isEqual(typed, value);
}

function isEqualArray(left: ArrayValue, right: ArrayValue): boolean {
  const [a, b] = [arrayEntries(left), arrayEntries(right)];
  return a.length === b.length && a.every(([key, value], at) => isEqualEntry([key, value], b[at]));
}

function isEqualEntry([key, value]: readonly [Value, Value], other: readonly [Value, Value] | undefined): boolean {
  return (
    other !== undefined && isEqual(key, other[0]) && (isEqual(value, other[1]) || (isEmpty(value) && isEmpty(other[1])))
  );
}

function orderOf(left: Value, right: Value): number | undefined {
  if (left.type === 'str' && right.type === 'str')
    return Buffer.compare(bytesOfText(left.value), bytesOfText(right.value));
  const [a, b] = [asNumber(left, right), asNumber(right, left)];
  if (a === undefined || b === undefined) return undefined;
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Numbers, times and addresses have an order; a text takes part as what it spells. */
function asNumber(value: Value, other: Value): bigint | undefined {
  const typed = value.type === 'str' ? parseTyped(value.value) : value;
  if (typed === undefined || (typed.type !== other.type && other.type !== 'str')) return undefined;
  if (typed.type === 'num' || typed.type === 'time') return typed.value;
  if (typed.type === 'bool') return typed.value ? 1n : 0n;
  return typed.type === 'ip' || typed.type === 'ip6' ? ipNumber(typed.value) : undefined;
}

function asAddress(value: Value): ReturnType<typeof addressRange> | undefined {
  const typed = value.type === 'str' ? parseTyped(value.value) : value;
  if (typed?.type === 'ip' || typed?.type === 'ip6') return addressRange(typed.value);
  return typed?.type === 'ip-prefix' || typed?.type === 'ip6-prefix' ? addressRange(typed.value) : undefined;
}
