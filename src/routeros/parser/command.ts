import type { Argument, Block, Call, Command, Expression, Statement, Word } from '../ast.ts';
import { parseArgument, parseValue } from './arguments.ts';
import { atStatementEnd, skipBlanks } from './blanks.ts';
import type { Cursor } from './cursor.ts';
import type { Parsing } from './parsing.ts';
import { positionalBraces } from './slots.ts';
import { parseArgumentName, parseUnsetName, parseWord } from './words.ts';

/** statement: command | call | block */
export function parseStatement(parsing: Parsing): Statement {
  const { cursor } = parsing;
  const statement = '$[('.includes(cursor.char) && !cursor.atEnd ? parseCall(parsing) : parseCommand(parsing);
  skipBlanks(cursor);
  if (!atStatementEnd(cursor)) throw cursor.error('expected end of command');
  return statement;
}

/** call: ( variable | bracket | group ) argument* */
function parseCall(parsing: Parsing): Call {
  const start = parsing.cursor.offset;
  const callee = parseCallee(parsing);
  const args = parseArguments(parsing, undefined);
  return { kind: 'call', callee, args, start, end: args.at(-1)?.end ?? callee.end };
}

function parseCallee(parsing: Parsing): Call['callee'] {
  const { cursor } = parsing;
  if (cursor.char === '$' && /[([]/.test(cursor.peek(1))) cursor.offset++;
  if (cursor.char === '(') return parsing.group(false);
  return cursor.char === '[' ? parsing.bracket() : parsing.variable();
}

/** command: ( `:` | `/` )? word* ( `{` block `}` | argument* ( `where`? expression )? ) */
function parseCommand(parsing: Parsing): Command {
  const { cursor } = parsing;
  const start = cursor.offset;
  const prefix = parsePrefix(cursor);
  if (prefix !== ':' && cursor.char === '{') return blockCommand(parsing, prefix, [], start);
  checkCommandName(cursor, prefix);
  const words = parseWords(cursor, prefix);
  checkDeclaredName(cursor, prefix, words);
  if (cursor.char === '{' && positionalBraces(words, true) === 'menu-block')
    return blockCommand(parsing, prefix, words, start);
  const args: Argument[] = [];
  const where = parseRest(parsing, prefix, words, args);
  return { kind: 'command', prefix, words, args, where, block: undefined, start, end: cursor.offset };
}

function parsePrefix(cursor: Cursor): Command['prefix'] {
  if (cursor.accept(':')) return ':';
  if (!cursor.accept('/')) return '';
  skipBlanks(cursor);
  return '/';
}

/** Names start with a lower-case letter; `..` goes up. */
function checkCommandName(cursor: Cursor, prefix: Command['prefix']): void {
  const isName = /[a-z]/.test(cursor.char) || (prefix !== ':' && cursor.startsWith('..'));
  if (isName || (prefix === '/' && atStatementEnd(cursor))) return;
  throw cursor.error('expected command name');
}

/** Bare words up to the first other argument, `where`, or behind `find`. */
function parseWords(cursor: Cursor, prefix: Command['prefix']): readonly Word[] {
  const words: Word[] = [];
  for (;;) {
    if (isAtOtherArgument(cursor, prefix, words)) return words;
    const word = parseWord(cursor);
    if (word === undefined) return words;
    // `else={…}` on a line of its own.
    if (cursor.char === '=') throw cursor.error(words.length === 0 ? 'syntax error' : 'expected end of command');
    if (words.length === 0) checkPathStyle(cursor, prefix, word);
    words.push(word);
    skipBlanks(cursor);
  }
}

function isAtOtherArgument(cursor: Cursor, prefix: Command['prefix'], words: readonly Word[]): boolean {
  if (words.length === 0) return false;
  if (cursor.char === '#') throw cursor.error('expected end of command');
  const before = cursor.offset;
  const isOther = parseArgumentName(cursor) !== undefined || parseUnsetName(cursor) !== undefined;
  cursor.offset = before;
  return isOther || (prefix !== ':' && (isFind(cursor, words.at(-1)) || atWhere(cursor)));
}

/** v6 knows no slash inside a path: `expected command name (line 1 column 8)` (measured on 6.49.11). */
function checkPathStyle(cursor: Cursor, prefix: Command['prefix'], word: Word): void {
  const slash = word.text.indexOf('/');
  if (slash < 0 || prefix === ':') return;
  if (cursor.dialect === '6.49') throw cursor.error('expected command name', word.start + slash);
  if (word.text.includes('//')) throw cursor.error('expected command name', word.start + word.text.indexOf('//') + 1);
}

/** `:local a_b 1` is refused at the byte that no name has; such names need quotes. */
function checkDeclaredName(cursor: Cursor, prefix: Command['prefix'], words: readonly Word[]): void {
  const [command, name] = words;
  const declares =
    command?.text === 'local' || command?.text === 'global' || (prefix === ':' && command?.text === 'set');
  if (!declares || name === undefined) return;
  const wrong = name.text.search(/[^A-Za-z0-9]/);
  if (wrong >= 0) throw cursor.error('expected end of command', name.start + wrong);
}

/** Arguments, and the condition behind `where` or `find`. */
function parseRest(
  parsing: Parsing,
  prefix: Command['prefix'],
  words: readonly Word[],
  args: Argument[],
): Expression | undefined {
  const { cursor } = parsing;
  const takesWhere = prefix !== ':';
  for (;;) {
    if (takesWhere && atWhere(cursor)) return parseWhere(parsing);
    if (takesWhere && args.length === 0 && isFind(cursor, words.at(-1))) return parseCondition(parsing);
    const argument = parseCommandArgument(parsing, prefix, words);
    if (argument === undefined) return undefined;
    args.push(argument);
    skipBlanks(cursor);
  }
}

function parseCommandArgument(
  parsing: Parsing,
  prefix: Command['prefix'],
  words: readonly Word[],
): Argument | undefined {
  const { cursor } = parsing;
  skipBlanks(cursor);
  if (cursor.char !== '{') return parseArgument(parsing, { prefix, words });
  const value = parseValue(parsing, positionalBraces(words, false));
  return { kind: 'positional', value, start: value.start, end: value.end };
}

function parseWhere(parsing: Parsing): Expression {
  const { cursor } = parsing;
  cursor.offset += 'where'.length;
  const condition = parseCondition(parsing);
  if (condition === undefined) throw cursor.error('missing value for where');
  return condition;
}

function parseCondition(parsing: Parsing): Expression | undefined {
  skipBlanks(parsing.cursor);
  return atStatementEnd(parsing.cursor) ? undefined : parsing.expression(true);
}

function parseArguments(parsing: Parsing, owner: undefined): readonly Argument[] {
  const args: Argument[] = [];
  for (;;) {
    const argument = parseArgument(parsing, owner);
    if (argument === undefined) return args;
    args.push(argument);
  }
}

function blockCommand(parsing: Parsing, prefix: Command['prefix'], words: readonly Word[], start: number): Command {
  const block: Block = parsing.block();
  return { kind: 'command', prefix, words, args: [], where: undefined, block, start, end: block.end };
}

const atWhere = (cursor: Cursor): boolean => cursor.look(/where(?![A-Za-z0-9=.-])/y) !== undefined;
/**
 * `find`, or what begins it where a comparison follows: `[f comment~"x"]`. A menu may begin so too (`/ip fi add`), but no
 * comparison stands behind a menu.
 */
function isFind(cursor: Cursor, word: Word | undefined): boolean {
  if (word === undefined) return false;
  if (/(?:^|\/)find$/.test(word.text)) return true;
  return /(?:^|\/)f(?:in?)?$/.test(word.text) && cursor.look(/!?[a-z][\w.-]*(?:!=|[=~<>])|!/y) !== undefined;
}
