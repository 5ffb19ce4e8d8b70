import { codes } from './characters.ts';
import type { Cursor } from './cursor.ts';

const { space, tab, lf, cr, backslash, semicolon, hash, closeBrace, closeBracket } = codes;

/** Skips white space between tokens; a backslash at the end of a line joins it with the next. */
export function skipBlanks(cursor: Cursor): void {
  for (;;) {
    const { code } = cursor;
    if (code === space || code === tab) cursor.offset++;
    else if (code === backslash && skipJoin(cursor)) skipAfterJoin(cursor);
    else if ((code === lf || code === cr) && cursor.newlinesAreBlank) cursor.offset++;
    else return;
  }
}

/** Backslash, blanks, line end. Version 6 does not join lines that end with CR LF (measured on 6.49.20). */
function skipJoin(cursor: Cursor): boolean {
  const start = cursor.offset++;
  skipSpaces(cursor);
  if ((cursor.code === lf || cursor.dialect === '7') && skipLineEnd(cursor)) return true;
  cursor.offset = start;
  return false;
}

/** Blank lines and a comment line right behind a joined line keep the statement open (measured on 7.23). */
function skipAfterJoin(cursor: Cursor): void {
  for (;;) {
    skipSpaces(cursor);
    const isComment = skipComment(cursor);
    if (!skipLineEnd(cursor) && !isComment) return;
  }
}

/** Skips what may stand between statements: line ends, semicolons, comments. */
export function skipBetweenStatements(cursor: Cursor): void {
  for (;;) {
    skipBlanks(cursor);
    if (!skipLineEnd(cursor) && !cursor.accept(semicolon) && !skipComment(cursor)) return;
  }
}

/** Skips blanks and the comments that stand where an array member may start. */
export function skipBeforeMember(cursor: Cursor): void {
  for (;;) {
    skipBlanks(cursor);
    if (!skipComment(cursor)) return;
  }
}

/** Does the statement end here? */
export function atStatementEnd(cursor: Cursor): boolean {
  const { code } = cursor;
  if (code === lf || code === cr) return !cursor.newlinesAreBlank;
  return code === semicolon || code === closeBrace || code === closeBracket || cursor.atEnd;
}

function skipSpaces(cursor: Cursor): void {
  while (cursor.code === space || cursor.code === tab) cursor.offset++;
}

function skipLineEnd(cursor: Cursor): boolean {
  if (cursor.accept(lf)) return true;
  if (!cursor.accept(cr)) return false;
  cursor.accept(lf);
  return true;
}

function skipComment(cursor: Cursor): boolean {
  if (!cursor.accept(hash)) return false;
  while (!cursor.atEnd && cursor.code !== lf && cursor.code !== cr) cursor.offset++;
  return true;
}
