import type { Argument, Bracket, Command, Expression, Script, Statement } from './ast.ts';
import { exportLines, quoteValue } from './export-text.ts';
import { print, printExpression } from './printer.ts';

const verbs: ReadonlySet<string> = new Set(['add', 'set', 'remove', 'enable', 'disable', 'move', 'unset', 'reset']);

/**
 * A script as `/export` would write it: a line for each menu with blanks in its path, arguments by name, RouterOS's
 * quotes and line ends. What no export holds (`:if`, `print` …) stays on a line of its own, as `print` writes it.
 */
export function printExport(script: Script): string {
  const writer = new ExportOfTree(script);
  return script.body.statements.map((statement) => writer.write(statement)).join('');
}

class ExportOfTree {
  readonly #script: Script;
  /** Undefined where only a run can tell. */
  #menu: string | undefined = '/';

  constructor(script: Script) {
    this.#script = script;
  }

  write(statement: Statement): string {
    if (statement.kind === 'call' || statement.prefix === ':' || statement.block !== undefined)
      return this.#asIs(statement);
    const names = statement.words.flatMap(({ text }) => text.split('/')).filter((name) => name !== '');
    const verb = names.findIndex((name) => verbs.has(name));
    if (verb >= 0 && isExported(statement)) return this.#line(statement, names.slice(0, verb), names.slice(verb));
    if (statement.prefix === '/' && isPath(statement)) return this.#enter(`/${names.join(' ')}`);
    if (isPath(statement)) this.#menu = undefined;
    return this.#asIs(statement);
  }

  #line(command: Command, path: readonly string[], words: readonly string[]): string {
    const menu = command.prefix === '/' ? `/${path.join(' ')}` : this.#menu;
    const unnamed = command.args.filter((argument) => argument.kind === 'positional').map(printUnnamed);
    // Relative to a menu: only as it was written.
    const lead = command.prefix === '/' ? [] : path;
    const head = menu === undefined || menu === this.#menu ? '' : this.#enter(menu);
    const args = namedArguments(command.args);
    return (
      head + exportLines([...lead, ...words.map((word) => word), ...unnamed, ...unsetArguments(command.args)], args)
    );
  }

  #enter(menu: string): string {
    if (menu === this.#menu) return '';
    this.#menu = menu;
    return `${menu}\n`;
  }

  #asIs(statement: Statement): string {
    return print({ ...this.#script, body: { ...this.#script.body, statements: [statement] } });
  }
}

const isPath = ({ args, where }: Command): boolean => args.length === 0 && where === undefined;

/** Only texts, and `[ find … ]`. */
function isExported({ args, where }: Command): boolean {
  return where === undefined && args.every((argument) => argument.kind === 'unset' || isExportedValue(argument));
}

function isExportedValue(argument: Exclude<Argument, { kind: 'unset' }>): boolean {
  if (argument.value === undefined) return true;
  if (argument.kind === 'positional' && argument.value.kind === 'bracket') return true;
  return textOf(argument.value) !== undefined;
}

function textOf(value: Expression): string | undefined {
  if (value.kind === 'word') return value.text;
  if (value.kind !== 'string') return undefined;
  const [part = '', ...more] = value.parts;
  return typeof part === 'string' && more.length === 0 ? part : undefined;
}

function printUnnamed(argument: Argument): string {
  if (argument.kind !== 'positional') return '';
  if (argument.value.kind === 'bracket') return printBracket(argument.value);
  return quoteValue(textOf(argument.value) ?? '');
}

/** Exports have blanks inside the brackets. */
const printBracket = (bracket: Bracket): string => `[ ${printExpression(bracket).slice(1, -1)} ]`;

function namedArguments(args: readonly Argument[]): readonly (readonly [string, string])[] {
  const named = args.flatMap((argument): [string, string][] =>
    argument.kind === 'named'
      ? [[argument.name, argument.value === undefined ? '' : (textOf(argument.value) ?? '')]]
      : [],
  );
  return named.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

const unsetArguments = (args: readonly Argument[]): readonly string[] =>
  args.flatMap((argument) => (argument.kind === 'unset' ? [`!${argument.name}`] : []));
