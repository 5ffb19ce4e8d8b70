import type { StringLiteral, Variable } from '../ast.ts';
import { joinTexts, textOfBytes } from '../byte-text.ts';
import { skipBlanks } from './blanks.ts';
import type { Cursor } from './cursor.ts';
import type { Parsing } from './parsing.ts';

const plain = /[^"\\$]+/y;
const joinedLine = /\\[ \t]*(?:\r\n|\r|\n)[ \t]*/y;
/** What version 7 joins and version 6 does not (measured on 6.49.20). */
const joinedByCr = /\\[ \t]*\r/y;
const bytes = /(?:\\[\dA-F]{2})+/y;
const simpleName = /[A-Za-z0-9]+/y;
/** `"^a$"` ends a string, `"$"my name" …"` does not: a quoted name holds nothing that a pattern's end is followed by. */
const quotedName = /"[A-Za-z0-9](?:[A-Za-z0-9 _.-]*[A-Za-z0-9])?"/y;

const escapes: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['$', '$'],
  ['?', '?'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['a', '\x07'],
  ['b', '\b'],
  ['f', '\f'],
  ['v', '\v'],
  ['_', ' '],
  // Backslash and blank emit nothing (measured on 7.23).
  [' ', ''],
  ['\t', ''],
]);

/** string: `"` ( text | escape | `$name` | `$"name"` | `$(…)` | `$[…]` )* `"` */
export function parseString(parsing: Parsing): StringLiteral {
  const { cursor } = parsing;
  const start = cursor.offset;
  const parts: StringLiteral['parts'][number][] = [];
  cursor.offset++;
  // Most texts are plain, and need no joining.
  const whole = cursor.take(plain);
  if (whole !== undefined && cursor.accept('"')) return { kind: 'string', parts: [whole], start, end: cursor.offset };
  if (whole !== undefined) parts.push(whole);
  while (!cursor.accept('"')) {
    if (cursor.atEnd) throw cursor.error('expected closing quote');
    parts.push(cursor.char === '$' ? parseInserted(parsing) : parseText(cursor));
  }
  return { kind: 'string', parts: mergeTexts(parts), start, end: cursor.offset };
}

/** variable: `$name` | `$"any name"` */
export function parseVariable(cursor: Cursor): Variable {
  const start = cursor.offset;
  cursor.offset++;
  const name = cursor.take(simpleName) ?? cursor.take(/"[^"]+"/y)?.slice(1, -1);
  if (name === undefined) throw cursor.error('syntax error');
  return { kind: 'variable', name, start, end: cursor.offset };
}

/** A `$` that nothing can be put in for is a dollar sign: `"^a$"`. */
function parseInserted(parsing: Parsing): StringLiteral['parts'][number] {
  const { cursor } = parsing;
  const start = cursor.offset++;
  if (cursor.char === '(') return parsing.group(false);
  if (cursor.char === '[') return parsing.bracket();
  const name = cursor.take(simpleName) ?? cursor.take(quotedName)?.slice(1, -1);
  return name === undefined ? '$' : { kind: 'variable', name, start, end: cursor.offset };
}

function parseText(cursor: Cursor): string {
  const text = cursor.take(plain);
  if (text !== undefined) return text;
  if (cursor.look(joinedByCr) !== undefined && cursor.dialect === '6.49') throw cursor.error('expected end of command');
  if (cursor.skip(joinedLine)) return '';
  const hex = cursor.take(bytes);
  if (hex !== undefined) return textOfBytes(Buffer.from(hex.replaceAll('\\', ''), 'hex'));
  const meant = escapes.get(cursor.peek(1));
  if (meant === undefined) throw cursor.error('syntax error');
  cursor.offset += 2;
  return meant;
}

/** Joins neighbouring texts, each run of them at once. */
function mergeTexts(parts: StringLiteral['parts']): StringLiteral['parts'] {
  const merged: StringLiteral['parts'][number][] = [];
  let texts: string[] = [];
  const flush = (): void => {
    const text = joinTexts(texts);
    if (text !== '') merged.push(text);
    texts = [];
  };
  for (const part of parts) {
    if (typeof part === 'string') {
      texts.push(part);
    } else {
      flush();
      merged.push(part);
    }
  }
  flush();
  return merged;
}

/** arrayKey: a bare word or a quoted text, and right behind it `=`. */
export function parseArrayKey(cursor: Cursor): string | undefined {
  skipBlanks(cursor);
  const bare = cursor.take(/[A-Za-z0-9./-]+(?==)/y);
  const key =
    bare ??
    cursor
      .take(/"(?:[^"\\$]|\\["\\$?])*"(?==)/y)
      ?.slice(1, -1)
      .replace(/\\(.)/g, '$1');
  return key;
}
