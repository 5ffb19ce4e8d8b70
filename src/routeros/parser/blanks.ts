import type { Cursor } from './cursor.ts';

const lineEnd = /\r\n|\r|\n/y;
const blanks = /[ \t]+/y;
const join = /\\[ \t]*(?:\r\n|\r|\n)/y;
/** Version 6 does not join lines that end with CR LF (measured on 6.49.20). */
const joinOf6 = /\\[ \t]*\n/y;
const comment = /#[^\r\n]*/y;
const [space, tab, lf, cr, backslash] = [0x20, 0x09, 0x0a, 0x0d, 0x5c];
const [semicolon, closingBrace, closingBracket] = [0x3b, 0x7d, 0x5d];

/** Skips white space between tokens; a backslash at the end of a line joins it with the next. */
export function skipBlanks(cursor: Cursor): void {
  for (;;) {
    const { code } = cursor;
    if (code === space || code === tab) cursor.offset++;
    else if (code === backslash && cursor.skip(cursor.dialect === '7' ? join : joinOf6)) skipAfterJoin(cursor);
    else if ((code === lf || code === cr) && cursor.newlinesAreBlank) cursor.offset++;
    else return;
  }
}

/** Blank lines and a comment line right behind a joined line keep the statement open (measured on 7.23). */
function skipAfterJoin(cursor: Cursor): void {
  for (;;) {
    cursor.skip(blanks);
    const isComment = cursor.skip(comment);
    if (!cursor.skip(lineEnd) && !isComment) return;
  }
}

/** Skips what may stand between statements: line ends, semicolons, comments. */
export function skipBetweenStatements(cursor: Cursor): void {
  for (;;) {
    skipBlanks(cursor);
    if (!cursor.skip(lineEnd) && !cursor.accept(';') && !cursor.skip(comment)) return;
  }
}

/** Skips blanks and the comments that stand where an array member may start. */
export function skipBeforeMember(cursor: Cursor): void {
  for (;;) {
    skipBlanks(cursor);
    if (!cursor.skip(comment)) return;
  }
}

/** Does the statement end here? */
export function atStatementEnd(cursor: Cursor): boolean {
  const { code } = cursor;
  if (code === lf || code === cr) return !cursor.newlinesAreBlank;
  return code === semicolon || code === closingBrace || code === closingBracket || cursor.atEnd;
}
