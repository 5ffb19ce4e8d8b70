import type { ScanCursor } from './scan-cursor.ts';

// Values as far as a console has to see through them to know what is being typed behind or inside them.

type Menu = readonly string[];

/** `[ … ]`: one command of the same menu. */
function scanBracket(cursor: ScanCursor, menu: Menu): void {
  cursor.take();
  cursor.nested(true, () => {
    cursor.skipBlanks();
    cursor.endsWith({ kind: 'command', path: menu, prefix: '', isFirst: true, start: cursor.at, word: '' });
    if (!cursor.atEnd && cursor.char !== ']') cursor.commands.statement(cursor, menu);
    cursor.skipBlanks();
    if (cursor.char === ';') cursor.take();
    cursor.skipBlanks();
  });
  close(cursor, ']');
}

/** `{ … }` with commands in it. */
export function scanBlock(cursor: ScanCursor, menu: Menu): void {
  cursor.take();
  cursor.nested(false, () => cursor.commands.statements(cursor, menu, '}'));
  close(cursor, '}');
}

/** `( … )`, and `{ … }` where it is an array. */
export function scanGroup(cursor: ScanCursor, menu: Menu, properties: readonly string[] = []): void {
  const closing = cursor.char === '(' ? ')' : '}';
  cursor.take();
  cursor.nested(true, () => scanExpression(cursor, menu, { properties, closing }));
  close(cursor, closing);
}

function close(cursor: ScanCursor, bracket: string): void {
  if (cursor.atEnd) return;
  if (cursor.char === bracket) cursor.take();
  else cursor.fail();
}

/** `$name`, `$"any name"`, `$[…]`, `$(…)` */
function scanVariable(cursor: ScanCursor, menu: Menu): void {
  cursor.take();
  if (cursor.char === '[') scanBracket(cursor, menu);
  else if (cursor.char === '(') scanGroup(cursor, menu);
  else scanVariableName(cursor);
}

function scanVariableName(cursor: ScanCursor): void {
  const start = cursor.at;
  const quoted = cursor.read(/"[^"]*"?/y);
  const name = quoted === '' ? cursor.read(/[A-Za-z0-9]+/y) : quoted.replaceAll('"', '');
  cursor.mark(start, cursor.variables.get(name) ?? 'variable-parameter');
  cursor.endsWith({ kind: 'variable', start, word: name });
}

/** `"…"` with escapes and what is put into it. */
function scanString(cursor: ScanCursor, menu: Menu): void {
  cursor.take();
  while (!cursor.atEnd && cursor.char !== '"') {
    if (cursor.char === '\\') {
      const start = cursor.at;
      cursor.read(/\\(?:[0-9A-F]{2}|\s+|.|$)/sy);
      cursor.mark(start, 'escaped');
    } else if (cursor.char === '$') scanVariable(cursor, menu);
    else cursor.at += 1;
  }
  if (cursor.char === '"') cursor.take();
}

/** Anything but a bare word; false when there is none here. */
export function scanBracketed(cursor: ScanCursor, menu: Menu): boolean {
  const scanners: Readonly<Record<string, (cursor: ScanCursor, menu: Menu) => void>> = {
    '"': scanString,
    '[': scanBracket,
    '(': scanGroup,
    $: scanVariable,
  };
  const scan = scanners[cursor.char];
  scan?.(cursor, menu);
  return scan !== undefined;
}

interface Operands {
  /** Bare words that are properties: those of the menu, in `where`. */
  readonly properties: readonly string[];
  /** Of a group or an array; absent in `where`, which the command's end ends. */
  readonly closing?: string;
}

const operators = new Set('=!<>~.,+-*/%&|^'.split(''));
const words = new Set(['and', 'or', 'in', 'any', 'true', 'false', 'yes', 'no']);

/** Operands and operators, up to the closing bracket or, in `where`, the end of the command. */
export function scanExpression(cursor: ScanCursor, menu: Menu, operands: Operands): void {
  let expectsValue = false;
  for (;;) {
    cursor.skipBlanks();
    const start = cursor.at;
    cursor.endsWith({ kind: 'property', names: expectsValue ? [] : operands.properties, start, word: '' });
    if (cursor.atEnd || endsExpression(cursor, operands)) return;
    if (isOperator(cursor.char)) {
      expectsValue = /[=<>~]/.test(cursor.char);
      cursor.take();
    } else {
      if (/[({]/.test(cursor.char)) scanGroup(cursor, menu, operands.properties);
      else if (!scanBracketed(cursor, menu))
        scanOperand(cursor, operands, expectsValue && operands.properties.length > 0);
      expectsValue = false;
    }
    if (cursor.at === start) cursor.fail();
  }
}

const isOperator = (char: string): boolean => operators.has(char) || char === ';';

const endsExpression = (cursor: ScanCursor, { closing }: Operands): boolean =>
  closing === undefined ? endsCommand(cursor) : cursor.char === closing;

/** A bare word: a property or a variable, or what it is compared with. */
function scanOperand(cursor: ScanCursor, { properties }: Operands, isValue: boolean): void {
  const start = cursor.at;
  const word = cursor.read(/[A-Za-z0-9][A-Za-z0-9-]*|\*[0-9A-Fa-f]+/y);
  if (isValue || words.has(word) || /^[\d*]/.test(word)) {
    cursor.read(/[A-Za-z0-9.:/_@%-]+/y);
    return;
  }
  const known = properties.includes(word) ? 'variable-local' : cursor.variables.get(word);
  cursor.mark(start, known ?? 'variable-undefined');
  cursor.endsWith({ kind: 'property', names: properties, start, word });
}

/** Is this where a command ends? */
export const endsCommand = (cursor: ScanCursor): boolean =>
  [';', ']', '}', ')'].includes(cursor.char) || (cursor.char === '\n' && !cursor.newlinesAreBlank);
