import type { Name, Word } from '../ast.ts';
import { isTyped } from '../literal.ts';
import * as characters from './characters.ts';
import type { Cursor } from './cursor.ts';

const { codes, isDigit, isLetter, isOf } = characters;
const unsetName = /![a-z][A-Za-z0-9.-]*(?=[\s;}\]]|\\|$)/y;
const mac = /(?:[\dA-Fa-f]{2}:){5}[\dA-Fa-f]{2}/y;
const numeric = /[\dA-Za-z.:]*(?:\/\d+)?/y;

/** bareWord: any run of letters, digits and `-.,:<>/|+_*&^%#@!~`; undefined when none stands here. */
export function parseWord(cursor: Cursor): Word | undefined {
  const end = cursor.endOf(characters.bareWord, cursor.offset);
  return end === cursor.offset ? undefined : takeWord(cursor, end);
}

/** Where the name of `name=` ends that stands here; -1 when none does. */
export function endOfArgumentName(cursor: Cursor): number {
  const start = cursor.code === codes.dot ? cursor.offset + 1 : cursor.offset;
  if (!isOf(cursor.codeAt(start), characters.letterOrDigit)) return -1;
  const end = cursor.endOf(characters.argumentName, start);
  return cursor.codeAt(end) === codes.equals ? end : -1;
}

/** `!name`, which unsets a property; its name. */
export function lookUnsetName(cursor: Cursor): string | undefined {
  return cursor.code === codes.exclamation ? cursor.look(unsetName)?.slice(1) : undefined;
}

/** operandWord: a number, address, time or boolean; any other word is a name. */
export function parseOperandWord(cursor: Cursor): Word | Name | undefined {
  const start = cursor.offset;
  const isName = isLetter(cursor.code);
  const end = isName ? endOfName(cursor, characters.expressionName) : endOfDigits(cursor);
  if (end === start || continuesLiteral(cursor.codeAt(end), isName)) return parseHardOperand(cursor);
  if (!isName) return takeWord(cursor, end);
  const name = cursor.takeTo(end);
  return isTyped(name) ? { kind: 'word', text: name, start, end } : { kind: 'name', name, start, end };
}

/** May more of an address or a time follow? */
function continuesLiteral(next: number, isName: boolean): boolean {
  if (next === codes.colon || next === codes.slash) return true;
  return !isName && isOf(next, characters.expressionName) && next !== codes.minus;
}

function parseHardOperand(cursor: Cursor): Word | Name | undefined {
  const start = cursor.offset;
  const literal = lookLiteral(cursor) ?? '';
  const endOfFound = endOfDottedName(cursor);
  // `5-3` is a difference, `no-mark` is one word.
  const isLiteral = start + literal.length >= endOfFound || (literal !== '' && /^[\d.:-]/.test(literal));
  const end = isLiteral ? start + literal.length : endOfFound;
  if (end === start) return undefined;
  return isLiteral ? takeWord(cursor, end) : { kind: 'name', name: cursor.takeTo(end), start, end };
}

/** Right of a comparison in `where`: `list=port_scanners` compares with a text, not with a variable. */
export function parseWhereValue(cursor: Cursor): Word | undefined {
  const start = cursor.offset;
  if (cursor.code === codes.minus) return undefined;
  let end = endOfName(cursor, characters.whereValue);
  const next = cursor.codeAt(end);
  // Only an address or a time reaches further.
  if (next === codes.colon || next === codes.slash) end = Math.max(end, start + (lookLiteral(cursor) ?? '').length);
  return end === start ? undefined : takeWord(cursor, end);
}

function takeWord(cursor: Cursor, end: number): Word {
  const start = cursor.offset;
  return { kind: 'word', text: cursor.takeTo(end), start, end };
}

function endOfDigits(cursor: Cursor): number {
  let at = cursor.offset;
  while (isDigit(cursor.codeAt(at))) at++;
  return at;
}

/** The run of a class, of which a minus that begins `->` is no part. */
function endOfName(cursor: Cursor, mask: number): number {
  let at = cursor.offset;
  for (;;) {
    const code = cursor.codeAt(at);
    if (!isOf(code, mask) || (code === codes.minus && cursor.codeAt(at + 1) === codes.greater)) return at;
    at++;
  }
}

/** An expression's name may begin with a dot. */
function endOfDottedName(cursor: Cursor): number {
  const { offset } = cursor;
  const first = cursor.code === codes.dot ? offset + 1 : offset;
  return isOf(cursor.codeAt(first), characters.letterOrDigit) ? endOfName(cursor, characters.expressionName) : offset;
}

/** The longest literal here. `10.1.1.0/24` is one, `10/2` is a division. */
function lookLiteral(cursor: Cursor): string | undefined {
  return cursor.look(mac) ?? typed(cursor.look(numeric) ?? '');
}

function typed(text: string): string | undefined {
  if (text === '') return undefined;
  if (isTyped(text)) return text;
  const slash = text.lastIndexOf('/');
  return slash > 0 ? typed(text.slice(0, slash)) : undefined;
}
