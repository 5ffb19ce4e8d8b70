import { ip6Text, ipNumber, ipText } from '../address.ts';
import { parseTyped, saturate } from '../literal.ts';
import { num, type Value } from '../value.ts';
import { operatorError } from './operator-error.ts';

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%';

const verbs = { '+': 'add', '-': 'subtract', '*': 'multiply', '/': 'divide', '%': 'divide' } as const;

/** Integer arithmetic, which stops at the ends of 64 bits; times and addresses count along (manual, "Scripting"). */
export function calculate(operator: ArithmeticOperator, left: Value, right: Value): Value {
  const [a, b] = [asOperand(left), asOperand(right)];
  const result = ofNumbers(operator, a, b) ?? ofTimes(operator, a, b) ?? ofAddresses(operator, a, b);
  if (result === undefined) throw operatorError(`cannot ${verbs[operator]} ${left.type} and ${right.type}`);
  return result;
}

/** Unary minus. */
export function negate(value: Value): Value {
  const operand = asOperand(value);
  if (operand.type === 'num') return num(saturate(-operand.value));
  if (operand.type === 'time') return { type: 'time', value: -operand.value };
  throw operatorError(`cannot negate ${value.type}`);
}

/** Strings that read as numbers, times or addresses count as such; what is not set counts as 0. */
function asOperand(value: Value): Value {
  if (value.type === 'str') return parseTyped(value.value) ?? value;
  return value.type === 'nothing' || value.type === 'nil' ? num(0) : value;
}

function ofNumbers(operator: ArithmeticOperator, a: Value, b: Value): Value | undefined {
  if (a.type !== 'num' || b.type !== 'num') return undefined;
  return num(saturate(compute(operator, a.value, b.value)));
}

function ofTimes(operator: ArithmeticOperator, a: Value, b: Value): Value | undefined {
  const time = (value: bigint): Value => ({ type: 'time', value: saturate(value) });
  if (a.type === 'time' && b.type === 'time') {
    if (operator === '/') return num(compute('/', a.value, b.value));
    return operator === '*' ? undefined : time(compute(operator, a.value, b.value));
  }
  if (a.type === 'time' && b.type === 'num' && (operator === '*' || operator === '/'))
    return time(compute(operator, a.value, b.value));
  return a.type === 'num' && b.type === 'time' && operator === '*' ? time(a.value * b.value) : undefined;
}

function ofAddresses(operator: ArithmeticOperator, a: Value, b: Value): Value | undefined {
  if (operator !== '+' && operator !== '-') return undefined;
  if (a.type === 'ip' && b.type === 'ip')
    return operator === '-' ? num(ipNumber(a.value) - ipNumber(b.value)) : undefined;
  if (a.type === 'num' && b.type === 'ip') return operator === '+' ? moved(b, a.value) : undefined;
  return b.type === 'num' ? moved(a, operator === '+' ? b.value : -b.value) : undefined;
}

function moved(address: Value, by: bigint): Value | undefined {
  if (address.type === 'ip') return { type: 'ip', value: ipText(ipNumber(address.value) + by) };
  return address.type === 'ip6' ? { type: 'ip6', value: ip6Text(ipNumber(address.value) + by) } : undefined;
}

function compute(operator: ArithmeticOperator, a: bigint, b: bigint): bigint {
  if (operator === '+') return a + b;
  if (operator === '-') return a - b;
  if (operator === '*') return a * b;
  if (b === 0n) throw operatorError('division by zero');
  return operator === '/' ? a / b : a % b;
}
