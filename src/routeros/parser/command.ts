import type { Argument, Block, Call, Command, Expression, Statement, Word } from '../ast.ts';
import { type ArgumentOwner, parseArgument, parseBraces } from './arguments.ts';
import { atStatementEnd, skipBlanks } from './blanks.ts';
import { codes, isLowerCase, isOf, letterOrDigit } from './characters.ts';
import type { Cursor } from './cursor.ts';
import { parseDollar } from './expression.ts';
import type { Parsing } from './parsing.ts';
import { positionalBraces } from './slots.ts';
import { endOfArgumentName, lookUnsetName, parseWord } from './words.ts';

type Prefix = Command['prefix'];

const noArguments: readonly Argument[] = [];
const noOwner: ArgumentOwner = { prefix: '', words: [] };

/** statement: command | call | block */
export function parseStatement(parsing: Parsing): Statement {
  const { cursor } = parsing;
  const { code } = cursor;
  const isCall = code === codes.dollar || code === codes.openBracket || code === codes.openGroup;
  const statement = isCall ? parseCall(parsing) : parseCommand(parsing);
  skipBlanks(cursor);
  if (!atStatementEnd(cursor)) throw cursor.error('expected end of command');
  return statement;
}

/** call: ( variable | bracket | group ) argument* */
function parseCall(parsing: Parsing): Call {
  const start = parsing.cursor.offset;
  const callee = parseCallee(parsing);
  const { height } = parsing.args;
  let { end } = callee;
  for (;;) {
    const argument = parseArgument(parsing, noOwner);
    if (argument === undefined) return { kind: 'call', callee, args: parsing.args.takeFrom(height), start, end };
    parsing.args.push(argument);
    end = argument.end;
  }
}

function parseCallee(parsing: Parsing): Call['callee'] {
  const { code } = parsing.cursor;
  if (code === codes.openGroup) return parsing.group(false);
  return code === codes.openBracket ? parsing.bracket() : parseDollar(parsing);
}

/** command: ( `:` | `/` )? word* ( `{` block `}` | argument* ( `where`? expression )? ) */
function parseCommand(parsing: Parsing): Command {
  const { cursor } = parsing;
  const start = cursor.offset;
  const prefix = parsePrefix(cursor);
  if (prefix !== ':' && cursor.code === codes.openBrace) return blockCommand(parsing, prefix, [], start);
  checkCommandName(cursor, prefix);
  const words = parseWords(parsing, prefix);
  checkDeclaredName(cursor, prefix, words);
  if (cursor.code === codes.openBrace && positionalBraces(words, true) === 'menu-block')
    return blockCommand(parsing, prefix, words, start);
  const args = parseArguments(parsing, prefix, words);
  const where = prefix === ':' ? undefined : parseWhere(parsing, words, args);
  return { kind: 'command', prefix, words, args, where, block: undefined, start, end: cursor.offset };
}

function parsePrefix(cursor: Cursor): Prefix {
  if (cursor.accept(codes.colon)) return ':';
  if (!cursor.accept(codes.slash)) return '';
  skipBlanks(cursor);
  return '/';
}

/** Names start with a lower-case letter; `..` goes up. */
function checkCommandName(cursor: Cursor, prefix: Prefix): void {
  const isName = isLowerCase(cursor.code) || (prefix !== ':' && cursor.startsWith('..'));
  if (isName || (prefix === '/' && atStatementEnd(cursor))) return;
  throw cursor.error('expected command name');
}

/** Bare words up to the first other argument, `where`, or behind `find`. */
function parseWords({ cursor, words }: Parsing, prefix: Prefix): readonly Word[] {
  let last: Word | undefined;
  for (;;) {
    if (last !== undefined && isAtOtherArgument(cursor, prefix, last)) break;
    const word = parseWord(cursor);
    if (word === undefined) break;
    // `else={…}` on a line of its own.
    if (cursor.code === codes.equals)
      throw cursor.error(last === undefined ? 'syntax error' : 'expected end of command');
    if (last === undefined) checkPathStyle(cursor, prefix, word);
    words.push(word);
    last = word;
    skipBlanks(cursor);
  }
  return words.takeFrom(0);
}

function isAtOtherArgument(cursor: Cursor, prefix: Prefix, last: Word): boolean {
  if (cursor.code === codes.hash) throw cursor.error('expected end of command');
  if (endOfArgumentName(cursor) >= 0 || lookUnsetName(cursor) !== undefined) return true;
  return prefix !== ':' && (isFind(cursor, last) || isAtWhere(cursor));
}

/** v6 knows no slash inside a path: `expected command name (line 1 column 8)` (measured on 6.49.11). */
function checkPathStyle(cursor: Cursor, prefix: Prefix, word: Word): void {
  const slash = prefix === ':' ? -1 : word.text.indexOf('/');
  if (slash < 0) return;
  if (cursor.dialect === '6.49') throw cursor.error('expected command name', word.start + slash);
  if (word.text.includes('//')) throw cursor.error('expected command name', word.start + word.text.indexOf('//') + 1);
}

/** `:local a_b 1` is refused at the byte that no name has; such names need quotes. */
function checkDeclaredName(cursor: Cursor, prefix: Prefix, [command, name]: readonly Word[]): void {
  if (name === undefined || command === undefined) return;
  const declares = command.text === 'local' || command.text === 'global' || (prefix === ':' && command.text === 'set');
  if (!declares) return;
  const wrong = cursor.endOf(letterOrDigit, name.start);
  if (wrong < name.end) throw cursor.error('expected end of command', wrong);
}

function parseArguments(parsing: Parsing, prefix: Prefix, words: readonly Word[]): readonly Argument[] {
  const { cursor } = parsing;
  if (atStatementEnd(cursor)) return noArguments;
  const owner = { prefix, words };
  const { height } = parsing.args;
  for (;;) {
    if (prefix !== ':' && (isAtWhere(cursor) || (parsing.args.height === height && isFind(cursor, words.at(-1)))))
      break;
    const argument = parseCommandArgument(parsing, owner);
    if (argument === undefined) break;
    parsing.args.push(argument);
    skipBlanks(cursor);
  }
  return parsing.args.takeFrom(height);
}

function parseCommandArgument(parsing: Parsing, owner: ArgumentOwner): Argument | undefined {
  const { cursor } = parsing;
  skipBlanks(cursor);
  if (cursor.code !== codes.openBrace) return parseArgument(parsing, owner);
  const value = parseBraces(parsing, positionalBraces(owner.words, false));
  return { kind: 'positional', value, start: value.start, end: value.end };
}

/** The condition behind `where` or `find`. */
function parseWhere(parsing: Parsing, words: readonly Word[], args: readonly Argument[]): Expression | undefined {
  const { cursor } = parsing;
  if (!isAtWhere(cursor)) {
    return args.length === 0 && isFind(cursor, words.at(-1)) ? parseCondition(parsing) : undefined;
  }
  cursor.offset += 'where'.length;
  const condition = parseCondition(parsing);
  if (condition === undefined) throw cursor.error('missing value for where');
  return condition;
}

function parseCondition(parsing: Parsing): Expression | undefined {
  skipBlanks(parsing.cursor);
  return atStatementEnd(parsing.cursor) ? undefined : parsing.expression(true);
}

function blockCommand(parsing: Parsing, prefix: Prefix, words: readonly Word[], start: number): Command {
  const block: Block = parsing.block();
  return { kind: 'command', prefix, words, args: noArguments, where: undefined, block, start, end: block.end };
}

function isAtWhere(cursor: Cursor): boolean {
  if (!cursor.startsWith('where')) return false;
  const next = cursor.codeAt(cursor.offset + 'where'.length);
  return !isOf(next, letterOrDigit) && next !== codes.equals && next !== codes.dot && next !== codes.minus;
}

/**
 * `find`, or what begins it where a comparison follows: `[f comment~"x"]`. A menu may begin so too (`/ip fi add`), but no
 * comparison stands behind a menu.
 */
function isFind(cursor: Cursor, word: Word | undefined): boolean {
  if (word === undefined) return false;
  const slash = word.text.lastIndexOf('/');
  if (!'find'.startsWith(slash < 0 ? word.text : word.text.slice(slash + 1)) || word.text.endsWith('/')) return false;
  return word.text.endsWith('find') || cursor.look(/!?[a-z][\w.-]*(?:!=|[=~<>])|!/y) !== undefined;
}
