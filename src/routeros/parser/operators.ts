import type { BinaryOperator } from '../ast.ts';
import type { Cursor } from './cursor.ts';

export interface OperatorToken {
  readonly operator: BinaryOperator;
  readonly level: number;
  readonly length: number;
}

/** Precedence from loosest to tightest, measured by pairs on 7.21, 7.23 and 7.24. */
const levels: ReadonlyMap<string, number> = new Map([
  [',', 1],
  ['or', 2],
  ['||', 2],
  ['and', 3],
  ['&&', 3],
  ['in', 4],
  ['<', 5],
  ['>', 5],
  ['=', 5],
  ['<=', 5],
  ['>=', 5],
  ['!=', 5],
  ['~', 5],
  ['.', 6],
  ['<<', 7],
  ['>>', 7],
  ['|', 8],
  ['^', 9],
  ['&', 10],
  ['+', 11],
  ['-', 11],
  ['*', 12],
  ['/', 12],
  ['%', 12],
  ['<%%', 13],
  ['->', 14],
]);

/** Operands side by side bind like `and`. */
export const juxtapositionLevel = 3;
export const unaryLevel = 15;

const token = /<%%|->|<<|>>|<=|>=|!=|\|\||&&|(?:or|and|in)(?![A-Za-z0-9])|[,<>=~.|^&+\-*/%]/y;

/** The binary operator that stands here; in `where` the `.id` of a second term is none. */
export function lookOperator(cursor: Cursor, inWhere: boolean): OperatorToken | undefined {
  if (inWhere && cursor.look(/\.id(?=[=!~])/y) !== undefined) return undefined;
  const text = cursor.look(token);
  if (text === undefined) return undefined;
  return { operator: canonical(text), level: levels.get(text) ?? 0, length: text.length };
}

/** Do equal neighbours group to the right? */
export const isRightAssociative = (operator: BinaryOperator): boolean =>
  operator === '<<' || operator === '>>' || operator === '<%%';

export const isComparison = (operator: BinaryOperator): boolean =>
  ['<', '>', '=', '<=', '>=', '!=', '~'].includes(operator);

const isOperator = (text: string): text is BinaryOperator => levels.has(text) && text !== '||' && text !== '&&';

function canonical(text: string): BinaryOperator {
  if (text === '||') return 'or';
  if (text === '&&') return 'and';
  return isOperator(text) ? text : ',';
}
