import type { Expression, Group, IsSet, UnaryOperator } from '../ast.ts';
import { atStatementEnd, skipBlanks } from './blanks.ts';
import type { Cursor } from './cursor.ts';
import {
  isComparison,
  isRightAssociative,
  juxtapositionLevel,
  lookOperator,
  type OperatorToken,
  unaryLevel,
} from './operators.ts';
import type { Parsing } from './parsing.ts';
import { parseOperandWord, parseWhereValue } from './words.ts';

/** Operators of one level in a row; far more than scripts have. */
const longest = 2500;

/** expression: operands with binary operators between them; nothing between two operands is a juxtaposition. */
export function parseExpression(parsing: Parsing, inWhere: boolean): Expression {
  const parsed = parseLevel(parsing, inWhere, 1);
  return inWhere ? asCondition(parsed) : parsed;
}

/** group: `(` expression `)` */
export function parseGroup(parsing: Parsing, inWhere: boolean): Group {
  const { cursor } = parsing;
  const start = cursor.offset++;
  return cursor.nested(true, () => {
    skipBlanks(cursor);
    // RouterOS points behind the bracket of an empty group.
    if (cursor.char === ')') throw cursor.error('syntax error', cursor.offset + 1);
    const inner = parseExpression(parsing, inWhere);
    skipBlanks(cursor);
    cursor.close(')');
    return { kind: 'group', inner, start, end: cursor.offset };
  });
}

/** level n: level n+1 ( operator level n+1 )* – by precedence climbing */
function parseLevel(parsing: Parsing, inWhere: boolean, least: number): Expression {
  return climb(parsing, inWhere, least, parseOperand(parsing, inWhere));
}

/** The operators of at least this level behind a first operand. */
function climb(parsing: Parsing, inWhere: boolean, least: number, first: Expression): Expression {
  let left = first;
  for (let count = 0; ; count++) {
    if (count > longest) throw parsing.cursor.error('expression too long');
    skipBlanks(parsing.cursor);
    const next = lookOperator(parsing.cursor, inWhere);
    if (next === undefined) {
      if (least > juxtapositionLevel || !startsOperand(parsing.cursor)) return left;
      left = juxtapose(left, parseLevel(parsing, inWhere, juxtapositionLevel + 1));
    } else {
      if (next.level < least) return left;
      parsing.cursor.offset += next.length;
      const right = parseRight(parsing, inWhere, next);
      left = { kind: 'binary', operator: next.operator, left, right, start: left.start, end: right.end };
    }
  }
}

function parseRight(parsing: Parsing, inWhere: boolean, { operator, level }: OperatorToken): Expression {
  skipBlanks(parsing.cursor);
  const least = isRightAssociative(operator) ? level : level + 1;
  const word = inWhere && isComparison(operator) ? parseWhereValue(parsing.cursor) : undefined;
  return word === undefined ? parseLevel(parsing, inWhere, least) : climb(parsing, inWhere, least, word);
}

function juxtapose(left: Expression, right: Expression): Expression {
  const terms = left.kind === 'juxtaposition' ? [...left.terms, right] : [left, right];
  return { kind: 'juxtaposition', terms, start: left.start, end: right.end };
}

/** operand: unary* ( string | variable | group | bracket | array | word ) */
function parseOperand(parsing: Parsing, inWhere: boolean): Expression {
  const { cursor } = parsing;
  skipBlanks(cursor);
  const start = cursor.offset;
  const unary = takeUnary(cursor);
  if (unary === undefined) return parsePrimary(parsing, inWhere);
  const operand = cursor.nested(cursor.newlinesAreBlank, () => parseLevel(parsing, inWhere, unaryLevel));
  return { kind: 'unary', operator: unary, operand, start, end: operand.end };
}

function takeUnary(cursor: Cursor): UnaryOperator | undefined {
  const text = cursor.take(/[!\-~>]|any(?![A-Za-z0-9.=-])/y);
  return text === '!' || text === '-' || text === '~' || text === '>' || text === 'any' ? text : undefined;
}

function parsePrimary(parsing: Parsing, inWhere: boolean): Expression {
  const { cursor } = parsing;
  switch (cursor.char) {
    case '"':
      return parsing.string();
    case '$':
      return '(['.includes(cursor.peek(1)) && cursor.peek(1) !== '' ? parseDollarBracket(parsing) : parsing.variable();
    case '(':
      return parsing.group(inWhere);
    case '[':
      return parsing.bracket();
    case '{':
      return parsing.array();
    default:
      return parseWordOperand(cursor);
  }
}

/** `$(…)` and `$[…]` mean the same as without the dollar. */
export function parseDollarBracket(parsing: Parsing): Expression {
  parsing.cursor.offset++;
  return parsing.cursor.char === '(' ? parsing.group(false) : parsing.bracket();
}

function parseWordOperand(cursor: Cursor): Expression {
  const word = parseOperandWord(cursor);
  if (word !== undefined) return word;
  throw cursor.error(cursor.atEnd ? 'missing closing brace' : 'syntax error');
}

function startsOperand(cursor: Cursor): boolean {
  return !atStatementEnd(cursor) && /["$([{!A-Za-z0-9.]/.test(cursor.char);
}

/** A property that stands where a condition is wanted asks whether it is set. */
function asCondition(expression: Expression): Expression {
  switch (expression.kind) {
    case 'name':
      return { ...expression, kind: 'is-set' } satisfies IsSet;
    case 'group':
      return { ...expression, inner: asCondition(expression.inner) };
    case 'juxtaposition':
      return { ...expression, terms: expression.terms.map(asCondition) };
    case 'unary':
      return expression.operator === '!' ? { ...expression, operand: asCondition(expression.operand) } : expression;
    case 'binary':
      if (expression.operator !== 'and' && expression.operator !== 'or') return expression;
      return { ...expression, left: asCondition(expression.left), right: asCondition(expression.right) };
    default:
      return expression;
  }
}
