import { completeName } from '../../routeros/interpreter/names.ts';
import type { KnownCommand } from './console-names.ts';
import type { ScanCursor, VariableClass } from './scan-cursor.ts';
import { endsCommand, scanBlock, scanBracketed, scanExpression, scanGroup } from './scan-values.ts';

type Menu = readonly string[];

/** Arguments of the language's commands that hold commands. */
const codeArguments = new Set(['do', 'else', 'on-error', 'command', 'script']);

/** The commands that make a variable of their first unnamed argument. */
const declaring: Readonly<Record<string, VariableClass>> = {
  local: 'variable-local',
  global: 'variable-global',
  for: 'variable-auto',
  foreach: 'variable-auto',
  onerror: 'variable-auto',
};

/** What follows a command's name. */
export function scanArguments(cursor: ScanCursor, menu: Menu, command: KnownCommand): void {
  const given = new Set<string>();
  let isLast = command.name === 'find' && command.parameters.where !== undefined;
  if (isLast) scanWhere(cursor, command, given);
  while (!isLast) {
    cursor.skipBlanks();
    const start = cursor.at;
    cursor.endsWith({ kind: 'argument', command, given, slot: slotOf(command, given), start, word: '' });
    if (cursor.atEnd || endsCommand(cursor)) return;
    isLast = scanOne(cursor, menu, command, given);
    if (cursor.at === start) cursor.fail();
  }
}

const slotOf = ({ parameters }: KnownCommand, given: ReadonlySet<string>): string | undefined =>
  parameters.positional.find((name) => !given.has(name));

/** One argument; true when it was the last, as `where` is. */
function scanOne(cursor: ScanCursor, menu: Menu, command: KnownCommand, given: Set<string>): boolean {
  const start = cursor.at;
  if (cursor.char === '!') {
    cursor.take();
    scanName(cursor, command, given);
    return false;
  }
  const word = cursor.read(/[A-Za-z][A-Za-z0-9-]*/y);
  if (word === 'where' && command.parameters.where !== undefined && cursor.char !== '=') {
    cursor.mark(start, 'arg');
    scanWhere(cursor, command, given);
    return true;
  }
  cursor.at = start;
  if (word !== '' && cursor.text[start + word.length] === '=') {
    const argument = scanName(cursor, command, given);
    cursor.take();
    scanValue(cursor, menu, command, argument);
  } else scanUnnamed(cursor, menu, command, given);
  return false;
}

const allNames = ({ parameters }: KnownCommand): readonly string[] => [
  ...new Set([...parameters.names, ...parameters.positional, ...parameters.switches]),
];

/** A name before `=` or after `!`; an unknown one stands for itself. */
function scanName(cursor: ScanCursor, command: KnownCommand, given: Set<string>): string {
  const start = cursor.at;
  const word = cursor.read(/[A-Za-z][A-Za-z0-9-]*/y);
  const name = completeName(allNames(command), word);
  cursor.mark(start, name === undefined ? 'obj-inactive' : 'arg');
  cursor.endsWith({ kind: 'argument', command, given: new Set(given), slot: undefined, start, word });
  given.add(name ?? word);
  return name ?? word;
}

/** A switch, or the value of the next argument that needs no name. */
function scanUnnamed(cursor: ScanCursor, menu: Menu, command: KnownCommand, given: Set<string>): void {
  const { switches } = command.parameters;
  const slot = slotOf(command, given);
  const start = cursor.at;
  const word = cursor.read(/[^\s;\])}"$[({]*/y);
  cursor.endsWith({ kind: 'argument', command, given: new Set(given), slot, start, word });
  const isSwitch = slot === undefined ? completeName(switches, word) !== undefined : switches.includes(word);
  if (word !== '' && isSwitch) {
    cursor.mark(start, 'arg');
    given.add(completeName(switches, word) ?? word);
    return;
  }
  if (slot !== undefined) given.add(slot);
  if (word === '') scanValue(cursor, menu, command, slot ?? '');
  else if (slot === undefined) cursor.mark(start, 'obj-inactive');
  else declare(cursor, command, { slot, word, start });
}

/** `:local name`, `:foreach key,value`: from here on they are variables. */
function declare(
  cursor: ScanCursor,
  { name, isGlobal, parameters }: KnownCommand,
  { slot, word, start }: { readonly slot: string; readonly word: string; readonly start: number },
): void {
  const token = isGlobal && slot === parameters.positional[0] ? declaring[name] : undefined;
  if (token !== undefined) {
    for (const variable of word.split(',')) cursor.variables.set(variable, token);
    cursor.mark(start, token);
  } else if (isGlobal && name === 'set' && slot === parameters.positional[0]) {
    const known = cursor.variables.get(word);
    if (known !== undefined) cursor.mark(start, known);
  }
}

function scanWhere(cursor: ScanCursor, command: KnownCommand, given: ReadonlySet<string>): void {
  cursor.skipBlanks();
  const start = cursor.at;
  if (!given.has('where') && /^where(?=\s)/.test(cursor.text.slice(start))) {
    cursor.read(/where/y);
    cursor.mark(start, 'arg');
  }
  scanExpression(cursor, command.path, { properties: ['.id', ...(command.parameters.where ?? [])] });
}

/** What stands behind `name=`: values may stick together (`$a.$b` does not, `"a"[…]` neither, but a console reads on). */
function scanValue(cursor: ScanCursor, menu: Menu, command: KnownCommand, argument: string): void {
  const start = cursor.at;
  cursor.endsWith({ kind: 'value', command, argument, start, word: '' });
  if (cursor.char === '{') {
    if (holdsCommands(command, argument)) scanBlock(cursor, command.isGlobal ? menu : []);
    else scanGroup(cursor, menu);
    return;
  }
  if (scanBracketed(cursor, menu)) return;
  const word = cursor.read(/[^\s;\])}"$[({]+/y);
  cursor.endsWith({ kind: 'value', command, argument, start, word });
}

const holdsCommands = ({ isGlobal, name }: KnownCommand, argument: string): boolean =>
  !isGlobal || codeArguments.has(argument) || (name === 'onerror' && argument === 'in');
