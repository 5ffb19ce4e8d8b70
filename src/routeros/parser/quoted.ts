import type { StringLiteral, Variable } from '../ast.ts';
import { joinTexts, textOfBytes } from '../byte-text.ts';
import { skipBlanks } from './blanks.ts';
import * as characters from './characters.ts';
import type { Cursor } from './cursor.ts';
import type { Parsing } from './parsing.ts';

const { codes } = characters;
const joinedLine = /\\[ \t]*(?:\r\n|\r|\n)[ \t]*/y;
/** What version 7 joins and version 6 does not (measured on 6.49.20). */
const joinedByCr = /\\[ \t]*\r/y;
const bytes = /(?:\\[\dA-F]{2})+/y;
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
  const start = cursor.offset++;
  const end = endOfPlain(cursor);
  // Most texts are plain, and need no joining.
  if (end > cursor.offset && cursor.codeAt(end) === codes.quote) {
    const text = cursor.takeTo(end);
    cursor.offset++;
    return { kind: 'string', parts: [text], start, end: cursor.offset };
  }
  const outer = cursor.enter(cursor.newlinesAreBlank);
  const parts = parseParts(parsing);
  cursor.leave(outer);
  return { kind: 'string', parts, start, end: cursor.offset };
}

/** Everything up to the closing quote. */
function parseParts(parsing: Parsing): StringLiteral['parts'] {
  const { cursor } = parsing;
  const parts: StringLiteral['parts'][number][] = [];
  let texts: string[] = [];
  while (!cursor.accept(codes.quote)) {
    if (cursor.atEnd) throw cursor.error('expected closing quote');
    const part = cursor.code === codes.dollar ? parseInserted(parsing) : parseText(cursor);
    if (typeof part === 'string') {
      texts.push(part);
    } else {
      pushText(parts, texts);
      parts.push(part);
      texts = [];
    }
  }
  pushText(parts, texts);
  return parts;
}

/** Neighbouring texts are one; bytes of the same character may stand in two. */
function pushText(parts: StringLiteral['parts'][number][], texts: readonly string[]): void {
  const [first = '', ...more] = texts;
  const text = more.length === 0 ? first : joinTexts(texts);
  if (text !== '') parts.push(text);
}

/** variable: `$name` | `$"any name"` */
export function parseVariable(cursor: Cursor): Variable {
  const start = cursor.offset++;
  const name = takeSimpleName(cursor) ?? cursor.take(/"[^"]+"/y)?.slice(1, -1);
  if (name === undefined) throw cursor.error('syntax error');
  return { kind: 'variable', name, start, end: cursor.offset };
}

function takeSimpleName(cursor: Cursor): string | undefined {
  const end = cursor.endOf(characters.letterOrDigit, cursor.offset);
  return end === cursor.offset ? undefined : cursor.takeTo(end);
}

/** A `$` that nothing can be put in for is a dollar sign: `"^a$"`. */
function parseInserted(parsing: Parsing): StringLiteral['parts'][number] {
  const { cursor } = parsing;
  const start = cursor.offset++;
  if (cursor.code === codes.openGroup) return parsing.group(false);
  if (cursor.code === codes.openBracket) return parsing.bracket();
  const name = takeSimpleName(cursor) ?? cursor.take(quotedName)?.slice(1, -1);
  return name === undefined ? '$' : { kind: 'variable', name, start, end: cursor.offset };
}

function endOfPlain({ text, offset }: Cursor): number {
  for (let at = offset; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === codes.quote || code === codes.backslash || code === codes.dollar) return at;
  }
  return text.length;
}

function parseText(cursor: Cursor): string {
  const end = endOfPlain(cursor);
  if (end > cursor.offset) return cursor.takeTo(end);
  if (cursor.dialect === '6.49' && cursor.look(joinedByCr) !== undefined) throw cursor.error('expected end of command');
  if (cursor.take(joinedLine) !== undefined) return '';
  const hex = cursor.take(bytes);
  if (hex !== undefined) return textOfBytes(Buffer.from(hex.replaceAll('\\', ''), 'hex'));
  const meant = escapes.get(cursor.text.charAt(cursor.offset + 1));
  if (meant === undefined) throw cursor.error('syntax error');
  cursor.offset += 2;
  return meant;
}

/** arrayKey: a bare word or a quoted text, and right behind it `=`. */
export function parseArrayKey(cursor: Cursor): string | undefined {
  skipBlanks(cursor);
  if (cursor.code === codes.quote)
    return cursor
      .take(/"(?:[^"\\$]|\\["\\$?])*"(?==)/y)
      ?.slice(1, -1)
      .replace(/\\(.)/g, '$1');
  const end = cursor.endOf(characters.arrayKey, cursor.offset);
  return end > cursor.offset && cursor.codeAt(end) === codes.equals ? cursor.takeTo(end) : undefined;
}
