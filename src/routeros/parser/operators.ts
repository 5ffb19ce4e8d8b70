import type { BinaryOperator } from '../ast.ts';
import { codes, isOf, letterOrDigit } from './characters.ts';
import type { Cursor } from './cursor.ts';

export interface OperatorToken {
  readonly text: string;
  readonly operator: BinaryOperator;
  /** Precedence from loosest to tightest, measured by pairs on 7.21, 7.23 and 7.24. */
  readonly level: number;
}

const levels: ReadonlyMap<BinaryOperator, number> = new Map([
  [',', 1],
  ['or', 2],
  ['and', 3],
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

const tokens: readonly OperatorToken[] = [
  ...[...levels].map(([operator, level]) => ({ text: operator, operator, level })),
  { text: '||', operator: 'or', level: 2 },
  { text: '&&', operator: 'and', level: 3 },
];

/** By the code of their first character, the longest first. */
const tokensByCode: readonly (readonly OperatorToken[])[] = Array.from({ length: 128 }, (_, code) =>
  tokens
    .filter(({ text }) => text.charCodeAt(0) === code)
    .toSorted((one, other) => other.text.length - one.text.length),
);

/** The binary operator that stands here; in `where` the `.id` of a second term is none. */
export function lookOperator(cursor: Cursor, inWhere: boolean): OperatorToken | undefined {
  const { code } = cursor;
  if (code >= 128) return undefined;
  if (inWhere && code === codes.dot && cursor.look(/\.id(?=[=!~])/y) !== undefined) return undefined;
  for (const token of tokensByCode[code] ?? []) {
    if (cursor.startsWith(token.text) && !isPartOfName(cursor, token)) return token;
  }
  return undefined;
}

/** `order` does not begin with `or`. */
const isPartOfName = (cursor: Cursor, { text }: OperatorToken): boolean =>
  isOf(text.charCodeAt(0), letterOrDigit) && isOf(cursor.codeAt(cursor.offset + text.length), letterOrDigit);

/** Do equal neighbours group to the right? */
export const isRightAssociative = (operator: BinaryOperator): boolean =>
  operator === '<<' || operator === '>>' || operator === '<%%';

const comparisons: ReadonlySet<BinaryOperator> = new Set(['<', '>', '=', '<=', '>=', '!=', '~']);
export const isComparison = (operator: BinaryOperator): boolean => comparisons.has(operator);
