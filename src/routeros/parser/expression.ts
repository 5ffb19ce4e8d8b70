import type { Bracket, Expression, Group, UnaryOperator, Variable } from '../ast.ts';
import { skipBlanks } from './blanks.ts';
import { codes, isOf, operandStart } from './characters.ts';
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
import { parseString, parseVariable } from './quoted.ts';
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
  const outer = cursor.enter(true);
  skipBlanks(cursor);
  // RouterOS points behind the bracket of an empty group.
  if (cursor.code === codes.closeGroup) throw cursor.error('syntax error', cursor.offset + 1);
  const inner = parseExpression(parsing, inWhere);
  skipBlanks(cursor);
  cursor.close(codes.closeGroup);
  cursor.leave(outer);
  return { kind: 'group', inner, start, end: cursor.offset };
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
      parsing.cursor.offset += next.text.length;
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
  const operator = lookUnary(cursor);
  if (operator === undefined) return parsePrimary(parsing, inWhere);
  const outer = cursor.enter(cursor.newlinesAreBlank);
  cursor.offset += operator.length;
  const operand = parseLevel(parsing, inWhere, unaryLevel);
  cursor.leave(outer);
  return { kind: 'unary', operator, operand, start, end: operand.end };
}

function lookUnary(cursor: Cursor): UnaryOperator | undefined {
  switch (cursor.code) {
    case codes.exclamation:
      return '!';
    case codes.minus:
      return '-';
    case codes.tilde:
      return '~';
    case codes.greater:
      return '>';
    default:
      return cursor.startsWith('any') && cursor.look(/any(?![A-Za-z0-9.=-])/y) !== undefined ? 'any' : undefined;
  }
}

function parsePrimary(parsing: Parsing, inWhere: boolean): Expression {
  const { cursor } = parsing;
  switch (cursor.code) {
    case codes.quote:
      return parseString(parsing);
    case codes.dollar:
      return parseDollar(parsing);
    case codes.openGroup:
      return parsing.group(inWhere);
    case codes.openBracket:
      return parsing.bracket();
    case codes.openBrace:
      return parsing.array();
    default:
      return parseWordOperand(cursor);
  }
}

/** `$name`; `$(…)` and `$[…]` mean the same as without the dollar. */
export function parseDollar(parsing: Parsing): Variable | Group | Bracket {
  const { cursor } = parsing;
  const next = cursor.codeAt(cursor.offset + 1);
  if (next !== codes.openGroup && next !== codes.openBracket) return parseVariable(cursor);
  cursor.offset++;
  return next === codes.openGroup ? parsing.group(false) : parsing.bracket();
}

function parseWordOperand(cursor: Cursor): Expression {
  const word = parseOperandWord(cursor);
  if (word !== undefined) return word;
  throw cursor.error(cursor.atEnd ? 'missing closing brace' : 'syntax error');
}

const startsOperand = ({ code }: Cursor): boolean => isOf(code, operandStart);

/** A property that stands where a condition is wanted asks whether it is set. */
function asCondition(expression: Expression): Expression {
  const { kind, start, end } = expression;
  switch (kind) {
    case 'name':
      return { kind: 'is-set', name: expression.name, start, end };
    case 'group':
      return { kind, inner: asCondition(expression.inner), start, end };
    case 'juxtaposition':
      return { kind, terms: expression.terms.map(asCondition), start, end };
    case 'unary': {
      const { operator } = expression;
      return operator === '!' ? { kind, operator, operand: asCondition(expression.operand), start, end } : expression;
    }
    case 'binary': {
      const { operator, left, right } = expression;
      if (operator !== 'and' && operator !== 'or') return expression;
      return { kind, operator, left: asCondition(left), right: asCondition(right), start, end };
    }
    default:
      return expression;
  }
}
