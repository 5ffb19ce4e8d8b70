import type { Argument, Expression, Word } from '../ast.ts';
import { atStatementEnd, skipBlanks } from './blanks.ts';
import { parseDollarBracket } from './expression.ts';
import type { Parsing } from './parsing.ts';
import { type BraceMeaning, namedBraces } from './slots.ts';
import { parseArgumentName, parseUnsetName, parseWord } from './words.ts';

/** The command that an argument belongs to; undefined for a function call. */
export interface ArgumentOwner {
  readonly prefix: string;
  readonly words: readonly Word[];
}

/** argument: `name=` value? | `"name"=` value? | `!name` | value; undefined at the end of the command. */
export function parseArgument(parsing: Parsing, owner: ArgumentOwner | undefined): Argument | undefined {
  const { cursor } = parsing;
  skipBlanks(cursor);
  if (atStatementEnd(cursor) || cursor.char === ')') return undefined;
  return parseUnset(parsing) ?? parseNamed(parsing, owner) ?? parsePositional(parsing);
}

function parseUnset(parsing: Parsing): Argument | undefined {
  const start = parsing.cursor.offset;
  const name = parseUnsetName(parsing.cursor);
  return name === undefined ? undefined : { kind: 'unset', name, start, end: parsing.cursor.offset };
}

function parseNamed(parsing: Parsing, owner: ArgumentOwner | undefined): Argument | undefined {
  const { cursor } = parsing;
  const start = cursor.offset;
  const name = parseArgumentName(cursor) ?? cursor.take(/"[^"\\$]+"(?==)/y)?.slice(1, -1);
  if (name === undefined) return undefined;
  cursor.offset++;
  skipBlanks(cursor);
  if (atStatementEnd(cursor)) return { kind: 'named', name, value: undefined, start, end: cursor.offset };
  const braces = namedBraces(owner?.prefix ?? '', owner?.words ?? [], name);
  const value = parseValue(parsing, braces);
  return { kind: 'named', name, value, start, end: value.end };
}

function parsePositional(parsing: Parsing): Argument {
  // `#` behind a complete command is no comment, it is refused.
  if (parsing.cursor.char === '#') throw parsing.cursor.error('expected end of command');
  const value = parseValue(parsing, 'array');
  return { kind: 'positional', value, start: value.start, end: value.end };
}

/** value: string | `$…` | group | bracket | braces | bare word */
export function parseValue(parsing: Parsing, braces: BraceMeaning): Expression {
  const { cursor } = parsing;
  switch (cursor.char) {
    case '"':
      return parsing.string();
    case '$':
      return /[([]/.test(cursor.peek(1)) ? parseDollarBracket(parsing) : parsing.variable();
    case '(':
      return parsing.group(false);
    case '[':
      return parsing.bracket();
    case '{':
      return parseBraces(parsing, braces);
    default:
      return parseBareValue(parsing);
  }
}

function parseBraces(parsing: Parsing, braces: BraceMeaning): Expression {
  if (braces === 'code') return parsing.code();
  if (braces === 'text') return parsing.textBlock();
  if (braces === 'array') return parsing.array();
  throw parsing.cursor.error('syntax error');
}

function parseBareValue(parsing: Parsing): Word {
  const { cursor } = parsing;
  const start = cursor.offset;
  const word = parseWord(cursor);
  if (word === undefined) throw cursor.error('expected end of command');
  // `a= b=c`: an empty value is only possible at the end of the line.
  if (cursor.char === '=') throw cursor.error('expected end of command', start);
  return word;
}
