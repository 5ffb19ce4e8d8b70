import type { Name, Word } from '../ast.ts';
import { parseLiteral, parseTyped } from '../literal.ts';
import type { Cursor } from './cursor.ts';

/** The unquoted-literal set that the console's own completion text lists. */
const bareWord = /[A-Za-z0-9\-.,:<>/|+_*&^%#@!~]+/y;
const argumentName = /(?:\.?[A-Za-z0-9][A-Za-z0-9.-]*)(?==)/y;
const unsetName = /![a-z][A-Za-z0-9.-]*(?=[\s;}\]]|\\|$)/y;
const mac = /(?:[\dA-Fa-f]{2}:){5}[\dA-Fa-f]{2}/y;
const numeric = /[\dA-Za-z.:]*(?:\/\d+)?/y;
const name = /\.?[A-Za-z0-9](?:[A-Za-z0-9.]|-(?!>))*/y;
const whereValue = /[A-Za-z0-9_.*@#](?:[A-Za-z0-9_.*@#]|-(?!>))*/y;

/** bareWord: any run of letters, digits and `-.,:<>/|+_*&^%#@!~`; undefined when none stands here. */
export function parseWord(cursor: Cursor): Word | undefined {
  const start = cursor.offset;
  const text = cursor.take(bareWord);
  return text === undefined ? undefined : wordNode(text, start);
}

/** Name of `name=`, without the sign, which stays ahead. */
export function parseArgumentName(cursor: Cursor): string | undefined {
  return cursor.take(argumentName);
}

/** `!name`, which unsets a property; its name. */
export function parseUnsetName(cursor: Cursor): string | undefined {
  return cursor.take(unsetName)?.slice(1);
}

/** operandWord: a number, address, time or boolean; any other word is a name. */
export function parseOperandWord(cursor: Cursor): Word | Name | undefined {
  const start = cursor.offset;
  const literal = lookLiteral(cursor) ?? '';
  const found = cursor.look(name) ?? '';
  // `5-3` is a difference, `no-mark` is one word.
  const isLiteral = literal.length >= found.length || (literal !== '' && /^[\d.:-]/.test(literal));
  const text = isLiteral ? literal : found;
  cursor.offset += text.length;
  if (text === '') return undefined;
  return isLiteral ? wordNode(text, start) : { kind: 'name', name: text, start, end: cursor.offset };
}

/** Right of a comparison in `where`: `list=port_scanners` compares with a text, not with a variable. */
export function parseWhereValue(cursor: Cursor): Word | undefined {
  const start = cursor.offset;
  const literal = lookLiteral(cursor) ?? '';
  const found = cursor.look(whereValue) ?? '';
  const text = literal.length >= found.length ? literal : found;
  cursor.offset += text.length;
  return text === '' ? undefined : wordNode(text, start);
}

function wordNode(text: string, start: number): Word {
  return { kind: 'word', text, value: parseLiteral(text), start, end: start + text.length };
}

/** The longest literal here. `10.1.1.0/24` is one, `10/2` is a division. */
function lookLiteral(cursor: Cursor): string | undefined {
  return cursor.look(mac) ?? typed(cursor.look(numeric) ?? '');
}

function typed(text: string): string | undefined {
  if (text === '') return undefined;
  if (parseTyped(text) !== undefined) return text;
  const slash = text.lastIndexOf('/');
  return slash > 0 ? typed(text.slice(0, slash)) : undefined;
}
