import type { Source } from '../../core/source.ts';
import type { Argument, Block, Command, Expression, Statement } from '../../routeros/ast.ts';
import type { Dialect } from '../../routeros/dialect.ts';
import { LineIndex } from '../../routeros/line-index.ts';
import { parseScript } from '../../routeros/parser.ts';
import { presetItems } from './preset-items.ts';
import { type Selector, selects } from './selector.ts';

/** What a configuration leaves in a menu. */
export interface Item {
  /** Of its first character, from 1; undefined: the router has it from the beginning. */
  readonly line: number | undefined;
  /** As it is written, in one line. */
  readonly text: string;
  /** Without quotes and escapes. */
  readonly properties: ReadonlyMap<string, string>;
  /** That added it. */
  readonly command?: Command;
}

/** Of which only a run could tell what it leaves. */
interface Unread {
  readonly line: number;
  readonly text: string;
}

/** What a router has after it has taken a configuration, as far as that can be read from the text. */
export interface Configuration {
  /** `/ip firewall filter`; in the order in which the router prints them. */
  items(menu: string): readonly Item[];
  /** All that the text has items in. */
  readonly menus: ReadonlyMap<string, readonly Item[]>;
  readonly dialect: Dialect;
  readonly unread: readonly Unread[];
}

export function readConfiguration(source: Source, dialect: Dialect = '7'): Configuration {
  const reader = new Reader(source);
  reader.read(parseScript(source, { dialect }).body);
  return { items: (menu) => reader.items(menu), menus: reader.menus(), dialect, unread: reader.unread };
}

const verbs: ReadonlySet<string> = new Set(['add', 'set', 'remove', 'enable', 'disable', 'move', 'unset']);

/** They are commands in a menu, and so no menus. */
const asking: ReadonlySet<string> = new Set(['print', 'export', 'find', 'get', 'reset-counters', 'reset-counters-all']);

/** Given along with an item, but kept nowhere. */
const passing: ReadonlySet<string> = new Set(['place-before', 'numbers', 'destination', 'value-name']);

class Reader {
  readonly unread: Unread[] = [];
  readonly #source: Source;
  readonly #lines: LineIndex;
  readonly #menus = new Map<string, Item[]>();
  #path: readonly string[] = [];

  constructor(source: Source) {
    this.#source = source;
    this.#lines = new LineIndex(source);
  }

  items(menu: string): Item[] {
    const known = this.#menus.get(menu) ?? presetItems(menu);
    this.#menus.set(menu, known);
    return known;
  }

  menus(): ReadonlyMap<string, readonly Item[]> {
    return new Map(this.#menus);
  }

  read({ statements }: Block): void {
    for (const statement of statements) this.#statement(statement);
  }

  #statement(statement: Statement): void {
    if (statement.kind === 'call' || statement.prefix === ':') this.#leave(statement);
    else this.#line(statement);
  }

  #line(command: Command): void {
    const words = command.words.flatMap(({ text }) => text.split('/')).filter((word) => word !== '');
    const verb = words.findIndex((word) => verbs.has(word));
    if (words.some((word) => asking.has(word)) && verb < 0) return;
    const path = this.#from(command, words.slice(0, verb < 0 ? words.length : verb));
    if (verb >= 0) this.#command(command, `/${path.join(' ')}`, words.slice(verb));
    else if (command.block === undefined) this.#path = path;
    else this.#inside(path, command.block);
  }

  #inside(path: readonly string[], block: Block): void {
    const outer = this.#path;
    this.#path = path;
    this.read(block);
    this.#path = outer;
  }

  #from({ prefix }: Command, words: readonly string[]): string[] {
    const path = prefix === '/' ? [] : [...this.#path];
    for (const word of words) {
      if (word === '..') path.pop();
      else path.push(word);
    }
    return path;
  }

  #command(command: Command, menu: string, [verb, ...selected]: readonly string[]): void {
    if (verb === 'add') this.#add(command, this.items(menu));
    else if (!this.#alter(command, menu, verb, selected)) this.#leave(command);
  }

  #add(command: Command, items: Item[]): void {
    const item = this.#item(command, new Map());
    const value = named(command.args, 'place-before');
    // A list of addresses may be very long.
    if (value === undefined) items.push(item);
    else items.splice(this.#chosen(items, { words: [], value })?.[0] ?? items.length, 0, item);
  }

  /** False: only a run could tell what it does. */
  #alter(command: Command, menu: string, verb: string | undefined, selected: readonly string[]): boolean {
    const items = this.items(menu);
    const chosen = this.#chosen(items, { words: selected, ...selectorOf(command.args) });
    if (chosen === undefined || verb === 'unset') return false;
    if (verb === 'move') return this.#move(command, menu, chosen, selected);
    if (verb === 'remove') this.#menus.set(menu, without(items, chosen));
    else if (chosen.length > 0) for (const at of chosen) this.#change(command, items, at, verb);
    // Menus of one item, and items of the router that nobody adds (`set ether1 name=…`).
    else if (verb === 'set') items.push(this.#item(command, new Map(selected.map((name) => ['name', name]))));
    return true;
  }

  /** Undefined: only a run could tell. */
  #chosen(items: readonly Item[], selector: Selector): readonly number[] | undefined {
    const found = items.map(({ properties }, number) => selects(selector, properties, number, items.length));
    if (found.includes(undefined)) return undefined;
    return found.flatMap((isChosen, at) => (isChosen === true ? [at] : []));
  }

  #change(command: Command, items: Item[], at: number, verb: string | undefined): void {
    const item = items[at];
    if (item === undefined) return;
    if (verb === 'set') items[at] = { ...this.#item(command, item.properties), ...kept(item) };
    else
      items[at] = { ...item, properties: new Map(item.properties).set('disabled', verb === 'disable' ? 'yes' : 'no') };
  }

  /** `move 3 0`, `move 3 destination=0` */
  #move(command: Command, menu: string, chosen: readonly number[], [, to]: readonly string[]): boolean {
    const destination = Number(to ?? textOf(named(command.args, 'destination')) ?? Number.NaN);
    if (Number.isNaN(destination)) return false;
    const items = this.items(menu);
    const target = items[destination];
    const rest = without(items, chosen);
    rest.splice(
      target === undefined ? rest.length : rest.indexOf(target),
      0,
      ...chosen.flatMap((at) => items[at] ?? []),
    );
    this.#menus.set(menu, rest);
    return true;
  }

  #item(command: Command, before: ReadonlyMap<string, string>): Item {
    const properties = new Map(before);
    for (const argument of command.args) {
      if (argument.kind === 'unset') properties.delete(argument.name);
      if (argument.kind !== 'named' || passing.has(argument.name)) continue;
      const written = argument.value === undefined ? '' : this.#written(argument.value);
      properties.set(argument.name, argument.value === undefined ? '' : (textOf(argument.value) ?? written));
    }
    return { line: this.#lines.at(command.start).line, text: this.#written(command), properties, command };
  }

  #written({ start, end }: { readonly start: number; readonly end: number }): string {
    return this.#source.text.slice(start, end).replaceAll(/\\\r?\n\s*/g, '');
  }

  #leave(statement: Statement): void {
    const [first = ''] = this.#written(statement).split('\n');
    this.unread.push({ line: this.#lines.at(statement.start).line, text: first });
  }
}

/** A rule that was added stays where it was added; what the router has from the beginning stands where it is set. */
const kept = ({ line, text, command }: Item): Partial<Item> =>
  line === undefined || command === undefined ? {} : { line, text, command };

const without = (items: readonly Item[], numbers: readonly number[]): Item[] =>
  items.filter((_, number) => !numbers.includes(number));

function named(args: readonly Argument[], name: string): Expression | undefined {
  const found = args.find((argument) => argument.kind === 'named' && argument.name === name);
  return found?.kind === 'named' ? found.value : undefined;
}

function selectorOf(args: readonly Argument[]): Pick<Selector, 'value'> {
  const positional = args.find(({ kind }) => kind === 'positional');
  const value = positional?.kind === 'positional' ? positional.value : named(args, 'numbers');
  return value === undefined ? {} : { value };
}

/** Undefined: only a run could tell. */
function textOf(value: Expression | undefined): string | undefined {
  if (value?.kind === 'word') return value.text;
  if (value?.kind !== 'string') return undefined;
  const parts = value.parts.filter((part) => typeof part === 'string');
  return parts.length === value.parts.length ? parts.join('') : undefined;
}
