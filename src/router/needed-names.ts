import type { Source } from '../core/source.ts';
import type { Block, Command, Expression, Statement } from '../routeros/ast.ts';
import { parseScript } from '../routeros/parser.ts';
import { RouterosError } from '../routeros/routeros-error.ts';

/** What a router has already. */
export interface PresentNames {
  readonly interfaces: readonly string[];
  readonly lists: readonly string[];
}

const interfaceArgument = /^(?:(?:in|out)-(?:interface|bridge-port)|interface)$/;
const listArgument =
  /^(?:(?:in|out)-(?:interface|bridge-port)-list|(?:discover|allowed)-interface-list|include|exclude)$/;
const builtin = ['all', 'none', 'dynamic', 'static', 'lo', ''];

/**
 * The interfaces and interface lists that a configuration names and neither it nor the router makes: a fragment asks for
 * surroundings, and they are better told all at once. `undefined`: it needs none.
 */
export function neededNames(source: Source, present: PresentNames): string | undefined {
  const { interfaces, lists } = missingNames(source, present);
  const told = [
    ...(interfaces.length === 0 ? [] : [`interfaces ${interfaces.join(', ')}`]),
    ...(lists.length === 0 ? [] : [`interface lists ${lists.join(', ')}`]),
  ];
  return told.length === 0 ? undefined : told.join(' and ');
}

/** The same, name by name; nothing for a file that does not parse: it has other worries. */
export function missingNames(source: Source, present: PresentNames): PresentNames {
  const names = new NameWalk();
  try {
    names.block(parseScript(source).body);
  } catch (error) {
    if (error instanceof RouterosError) return { interfaces: [], lists: [] };
    throw error;
  }
  const missing = (used: ReadonlySet<string>, there: readonly string[]): string[] =>
    [...used].filter((name) => ![...builtin, ...there, ...names.made].includes(name)).toSorted();
  return { interfaces: missing(names.interfaces, present.interfaces), lists: missing(names.lists, present.lists) };
}

class NameWalk {
  readonly made = new Set<string>();
  readonly interfaces = new Set<string>();
  readonly lists = new Set<string>();
  #menu = '';

  block({ statements }: Block): void {
    for (const statement of statements) this.#statement(statement);
  }

  #statement(statement: Statement): void {
    if (statement.kind !== 'command') return;
    if (statement.prefix === '/') this.#menu = statement.words.map(({ text }) => text).join(' ');
    for (const argument of statement.args)
      if (argument.kind === 'named') this.#argument(argument.name, literalText(argument.value), statement);
    if (statement.block !== undefined) this.block(statement.block);
  }

  #argument(name: string, text: string | undefined, command: Command): void {
    if (text === undefined || text.startsWith('*')) return;
    if (name === 'name') this.made.add(text);
    const names = text.replace(/^!/, '').split(',');
    const path = `${this.#menu} ${command.words.map((word) => word.text).join(' ')}`.replaceAll('/', ' ');
    const isMember = name === 'list' && path.includes('interface list member');
    const into =
      isMember || listArgument.test(name) ? this.lists : interfaceArgument.test(name) ? this.interfaces : undefined;
    for (const one of names) into?.add(one);
  }
}

/** Of a value that is known without running anything. */
function literalText(value: Expression | undefined): string | undefined {
  if (value?.kind === 'word') return value.text;
  if (value?.kind !== 'string') return undefined;
  return value.parts.every((part) => typeof part === 'string') ? value.parts.join('') : undefined;
}
