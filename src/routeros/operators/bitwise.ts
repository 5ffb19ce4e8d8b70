import { ip6Text, ipNumber, ipText } from '../address.ts';
import { parseTyped } from '../literal.ts';
import { num, type Value } from '../value.ts';
import { operatorError } from './operator-error.ts';

export type BitwiseOperator = '|' | '^' | '&' | '<<' | '>>';

/** Bits of numbers and addresses; the result has the type of the address, if there is one. */
export function combineBits(operator: BitwiseOperator, left: Value, right: Value): Value {
  const [a, b] = [asOperand(left), asOperand(right)];
  const [bitsA, bitsB] = [bitsOf(a), bitsOf(b)];
  if (bitsA === undefined || bitsB === undefined || (a.type === 'ip6' && isShift(operator))) {
    throw operatorError(`cannot apply ${operator} to ${left.type} and ${right.type}`);
  }
  return withBits(a.type === 'num' ? b : a, isShift(operator) ? a : undefined, compute(operator, bitsA, bitsB));
}

/** Unary `~`. */
export function invertBits(value: Value): Value {
  const operand = asOperand(value);
  const bits = bitsOf(operand);
  if (bits === undefined) throw operatorError(`cannot invert ${value.type}`);
  return withBits(operand, undefined, ~bits);
}

const asOperand = (value: Value): Value => (value.type === 'str' ? (parseTyped(value.value) ?? value) : value);
const isShift = (operator: BitwiseOperator): boolean => operator === '<<' || operator === '>>';

function bitsOf(value: Value): bigint | undefined {
  if (value.type === 'num') return value.value;
  return value.type === 'ip' || value.type === 'ip6' ? ipNumber(value.value) : undefined;
}

function withBits(like: Value, shifted: Value | undefined, bits: bigint): Value {
  const type = (shifted ?? like).type;
  if (type === 'ip') return { type, value: ipText(bits) };
  return type === 'ip6' ? { type, value: ip6Text(bits) } : num(BigInt.asIntN(64, bits));
}

function compute(operator: BitwiseOperator, a: bigint, b: bigint): bigint {
  if (operator === '&') return a & b;
  if (operator === '|') return a | b;
  if (operator === '^') return a ^ b;
  if (b < 0n || b > 63n) return 0n;
  return operator === '<<' ? a << b : a >> b;
}
