import type { Argument, Expression, Word } from '../ast.ts';
import { atStatementEnd, skipBlanks } from './blanks.ts';
import { codes } from './characters.ts';
import type { Cursor } from './cursor.ts';
import { parseDollar } from './expression.ts';
import type { Parsing } from './parsing.ts';
import { parseString } from './quoted.ts';
import { type BraceMeaning, namedBraces } from './slots.ts';
import { endOfArgumentName, lookUnsetName, parseWord } from './words.ts';

/** The command that an argument belongs to; a function call has no words. */
export interface ArgumentOwner {
  readonly prefix: string;
  readonly words: readonly Word[];
}

/** argument: `name=` value? | `"name"=` value? | `!name` | value; undefined at the end of the command. */
export function parseArgument(parsing: Parsing, owner: ArgumentOwner): Argument | undefined {
  const { cursor } = parsing;
  skipBlanks(cursor);
  if (atStatementEnd(cursor) || cursor.code === codes.closeGroup) return undefined;
  const unset = lookUnsetName(cursor);
  if (unset !== undefined) return parseUnset(cursor, unset);
  const start = cursor.offset;
  const name = takeArgumentName(cursor);
  return name === undefined ? parsePositional(parsing) : parseNamed(parsing, owner, name, start);
}

function parseUnset(cursor: Cursor, name: string): Argument {
  const start = cursor.offset;
  cursor.offset += 1 + name.length;
  return { kind: 'unset', name, start, end: cursor.offset };
}

/** The name of `name=`, without the sign, which stays ahead. */
function takeArgumentName(cursor: Cursor): string | undefined {
  if (cursor.code === codes.quote) return cursor.take(/"[^"\\$]+"(?==)/y)?.slice(1, -1);
  const end = endOfArgumentName(cursor);
  return end < 0 ? undefined : cursor.takeTo(end);
}

function parseNamed(parsing: Parsing, owner: ArgumentOwner, name: string, start: number): Argument {
  const { cursor } = parsing;
  cursor.offset++;
  skipBlanks(cursor);
  if (atStatementEnd(cursor)) return { kind: 'named', name, value: undefined, start, end: cursor.offset };
  const value =
    cursor.code === codes.openBrace
      ? parseBraces(parsing, namedBraces(owner.prefix, owner.words, name))
      : parseValue(parsing);
  return { kind: 'named', name, value, start, end: value.end };
}

function parsePositional(parsing: Parsing): Argument {
  // `#` behind a complete command is no comment, it is refused.
  if (parsing.cursor.code === codes.hash) throw parsing.cursor.error('expected end of command');
  const value = parseValue(parsing);
  return { kind: 'positional', value, start: value.start, end: value.end };
}

/** value: string | `$…` | group | bracket | array | bare word */
function parseValue(parsing: Parsing): Expression {
  const { cursor } = parsing;
  switch (cursor.code) {
    case codes.quote:
      return parseString(parsing);
    case codes.dollar:
      return parseDollar(parsing);
    case codes.openGroup:
      return parsing.group(false);
    case codes.openBracket:
      return parsing.bracket();
    case codes.openBrace:
      return parsing.array();
    default:
      return parseBareValue(cursor);
  }
}

/** braces: a block, a text or an array, by what they are for */
export function parseBraces(parsing: Parsing, braces: BraceMeaning): Expression {
  if (braces === 'code') return parsing.code();
  if (braces === 'text') return parsing.textBlock();
  if (braces === 'array') return parsing.array();
  throw parsing.cursor.error('syntax error');
}

function parseBareValue(cursor: Cursor): Word {
  const start = cursor.offset;
  const word = parseWord(cursor);
  if (word === undefined) throw cursor.error('expected end of command');
  // `a= b=c`: an empty value is only possible at the end of the line.
  if (cursor.code === codes.equals) throw cursor.error('expected end of command', start);
  return word;
}
