import type { KnownCommand } from './console-names.ts';
import { scanArguments } from './scan-arguments.ts';
import { noParameters, ScanCursor, type ScanOptions } from './scan-cursor.ts';
import { endsCommand, scanBlock, scanBracketed } from './scan-values.ts';

type Menu = readonly string[];

/** Reads what has been typed at a console. */
export function scanConsole(text: string, options: ScanOptions): ScanCursor {
  const cursor = new ScanCursor(text, options, { statement: scanStatement, statements: scanStatements });
  try {
    scanStatements(cursor, options.menu, undefined);
  } catch (error) {
    // Brackets nested to exhaust the stack.
    if (!(error instanceof RangeError)) throw error;
    cursor.fail();
  }
  return cursor;
}

/** Commands up to the closing brace, which is left where it is. A line that is only a path leads into that menu. */
function scanStatements(cursor: ScanCursor, menu: Menu, closing: string | undefined): void {
  let current = menu;
  for (;;) {
    const inComment = skipBetween(cursor);
    if (!inComment)
      cursor.endsWith({ kind: 'command', path: current, prefix: '', isFirst: true, start: cursor.at, word: '' });
    if (cursor.atEnd || cursor.char === closing) return;
    if (endsCommand(cursor)) cursor.fail();
    else current = scanStatement(cursor, current);
    cursor.skipBlanks();
    if (!cursor.atEnd && !endsCommand(cursor)) cursor.fail();
  }
}

/** Is the end of the text a comment's? */
function skipBetween(cursor: ScanCursor): boolean {
  let inComment = false;
  for (;;) {
    if (cursor.read(/\s+/y) !== '') inComment = false;
    if (cursor.char === ';') cursor.take();
    else if (cursor.char === '#') {
      const start = cursor.at;
      cursor.read(/#.*/y);
      cursor.mark(start, 'comment');
      inComment = true;
    } else return inComment;
  }
}

/** One command; gives the menu in which the next one is looked up. */
function scanStatement(cursor: ScanCursor, menu: Menu): Menu {
  if (cursor.char === '{') {
    scanBlock(cursor, menu);
    return menu;
  }
  if (scanBracketed(cursor, menu)) {
    scanArguments(cursor, menu, { path: menu, name: '', parameters: noParameters, isGlobal: true });
    return menu;
  }
  const prefix = [':', '/'].includes(cursor.char) ? cursor.char : '';
  if (prefix !== '') cursor.take('dir');
  return scanPath(cursor, prefix === '' ? menu : [], { menu, prefix });
}

/** Words down the menus; ends behind a command's arguments, or in a menu. */
function scanPath(cursor: ScanCursor, from: Menu, { menu, prefix }: { menu: Menu; prefix: string }): Menu {
  let path = from;
  for (let isFirst = true; ; isFirst = false) {
    const start = cursor.at;
    const word = cursor.read(/\.\.|[A-Za-z0-9][A-Za-z0-9.-]*/y);
    cursor.endsWith({
      kind: 'command',
      path,
      prefix: isFirst ? prefix : '/',
      isFirst: isFirst && prefix === '',
      start,
      word,
    });
    if (word === '') return scanEndOfPath(cursor, path, menu);
    const meaning =
      word === '..'
        ? { kind: 'menu' as const, path: path.slice(0, -1) }
        : cursor.names.resolve(path, word, isFirst ? prefix : '/');
    if (meaning.kind !== 'menu') {
      cursor.mark(start, meaning.kind === 'command' ? 'cmd' : 'obj-inactive');
      if (meaning.kind === 'none' && cursor.char === '/') cursor.fail();
      else scanArguments(cursor, menu, meaning.kind === 'command' ? meaning.command : unknownCommand(path, word));
      return menu;
    }
    cursor.mark(start, 'dir');
    path = meaning.path;
    if (cursor.char === '/') cursor.take('dir');
    cursor.skipBlanks();
  }
}

/** No more words: a block that stands in the menu, or the way into it. */
function scanEndOfPath(cursor: ScanCursor, path: Menu, menu: Menu): Menu {
  if (cursor.char === '{') {
    scanBlock(cursor, path);
    return menu;
  }
  if (!cursor.atEnd && !endsCommand(cursor)) cursor.fail();
  return path;
}

const unknownCommand = (path: Menu, name: string): KnownCommand => ({
  path,
  name,
  parameters: noParameters,
  isGlobal: false,
});
