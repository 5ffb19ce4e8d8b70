import { getMember, joinArrays } from '../array.ts';
import type { BinaryOperator } from '../ast.ts';
import type { RegexCache } from '../regex.ts';
import { toText } from '../to-text.ts';
import { bool, type Value } from '../value.ts';
import { calculate } from './arithmetic.ts';
import { combineBits } from './bitwise.ts';
import { isEqual, isInside, isOrdered } from './compare.ts';
import { concat } from './concat.ts';

/** Operators that need both operands' values and nothing else. */
export type ValueOperator = Exclude<BinaryOperator, 'and' | 'or' | '<%%'>;

/** Applies an operator to two values. */
export function applyBinary(operator: ValueOperator, left: Value, right: Value, regexes: RegexCache): Value {
  switch (operator) {
    case ',':
      return joinArrays(left, right);
    case '->':
      return getMember(left, right);
    case '.':
      return concat(left, right);
    case 'in':
      return bool(isInside(left, right));
    case '~':
      return bool(isMatch(left, right, regexes));
    case '=':
      return bool(isEqual(left, right));
    case '!=':
      return bool(!isEqual(left, right));
    case '<':
    case '>':
    case '<=':
    case '>=':
      return bool(isOrdered(operator, left, right));
    case '|':
    case '^':
    case '&':
    case '<<':
    case '>>':
      return combineBits(operator, left, right);
    default:
      return calculate(operator, left, right);
  }
}

/** What is not set matches no pattern. */
function isMatch(left: Value, right: Value, regexes: RegexCache): boolean {
  if (left.type === 'nothing' || left.type === 'nil') return false;
  return regexes.test(toText(right), toText(left));
}
