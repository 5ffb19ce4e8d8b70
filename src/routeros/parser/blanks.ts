import type { Cursor } from './cursor.ts';

const lineEnd = /\r\n|\r|\n/y;
const blanks = /[ \t]+/y;
const join = /\\[ \t]*(?:\r\n|\r|\n)/y;
const comment = /#[^\r\n]*/y;

/** Skips white space between tokens; a backslash at the end of a line joins it with the next. */
export function skipBlanks(cursor: Cursor): void {
  for (;;) {
    if (cursor.take(blanks) !== undefined) continue;
    if (cursor.take(join) !== undefined) {
      skipAfterJoin(cursor);
      continue;
    }
    if (cursor.newlinesAreBlank && cursor.take(lineEnd) !== undefined) continue;
    return;
  }
}

/** Blank lines and a comment line right behind a joined line keep the statement open (measured on 7.23). */
function skipAfterJoin(cursor: Cursor): void {
  for (;;) {
    cursor.take(blanks);
    const isComment = cursor.take(comment) !== undefined;
    if (cursor.take(lineEnd) === undefined && !isComment) return;
  }
}

/** Skips what may stand between statements: line ends, semicolons, comments. */
export function skipBetweenStatements(cursor: Cursor): void {
  for (;;) {
    skipBlanks(cursor);
    if (cursor.take(lineEnd) === undefined && !cursor.accept(';') && cursor.take(comment) === undefined) return;
  }
}

/** Skips blanks and the comments that stand where an array member may start. */
export function skipBeforeMember(cursor: Cursor): void {
  for (;;) {
    skipBlanks(cursor);
    if (cursor.take(comment) === undefined) return;
  }
}

/** Does the statement end here? */
export function atStatementEnd(cursor: Cursor): boolean {
  return cursor.atEnd || ';}]'.includes(cursor.char) || (!cursor.newlinesAreBlank && '\r\n'.includes(cursor.char));
}
