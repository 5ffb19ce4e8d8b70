import type { CommandParameters } from '../../routeros/device.ts';
import type { Dialect } from '../../routeros/dialect.ts';
import { globalCommandsOf } from '../../routeros/interpreter/commands.ts';
import { completeName } from '../../routeros/interpreter/names.ts';
import type { MenuTree } from '../menu/menu-tree.ts';

/** What a word of a path means; `none` is unknown, or might be several. */
export type Meaning =
  | { readonly kind: 'menu'; readonly path: readonly string[] }
  | { readonly kind: 'command'; readonly command: KnownCommand }
  | { readonly kind: 'none' };

export interface KnownCommand {
  readonly path: readonly string[];
  readonly name: string;
  readonly parameters: CommandParameters;
  /** `:put` and the others that belong to no menu. */
  readonly isGlobal: boolean;
}

export interface NamedThing {
  readonly name: string;
  readonly kind: 'menu' | 'command' | 'global';
}

/** The names that a console knows: menus, their commands, the commands of the language. */
export class ConsoleNames {
  readonly tree: MenuTree;
  readonly #globals: ReturnType<typeof globalCommandsOf>;

  constructor(tree: MenuTree, dialect: Dialect) {
    this.tree = tree;
    this.#globals = globalCommandsOf(dialect);
  }

  /** All that may come next in a menu; commands of the language are known at the root, and behind a colon. */
  below(path: readonly string[], prefix: string): readonly NamedThing[] {
    const { menus, commands } = this.tree.below(path) ?? { menus: [], commands: [] };
    const things: NamedThing[] = [
      ...menus.map((name) => ({ name, kind: 'menu' }) as const),
      ...commands.filter((name) => !menus.includes(name)).map((name) => ({ name, kind: 'command' }) as const),
    ];
    if (path.length > 0) return things;
    const own = new Set(things.map(({ name }) => name));
    const globals = [...this.#globals.keys()].filter((name) => !own.has(name));
    const all: readonly NamedThing[] = [...things, ...globals.map((name) => ({ name, kind: 'global' }) as const)];
    return prefix === '/' ? things : all;
  }

  resolve(path: readonly string[], word: string, prefix: string): Meaning {
    const things = this.below(path, prefix);
    const name = completeName(
      things.map((thing) => thing.name),
      word,
    );
    const found = things.find((thing) => thing.name === name);
    if (found === undefined) return { kind: 'none' };
    if (found.kind === 'menu') return { kind: 'menu', path: [...path, found.name] };
    return {
      kind: 'command',
      command: found.kind === 'global' ? this.#global(found.name) : this.#own(path, found.name),
    };
  }

  #own(path: readonly string[], name: string): KnownCommand {
    const none: CommandParameters = { names: [], positional: [], switches: [], where: undefined };
    return { path, name, parameters: this.tree.parameters(path, name) ?? none, isGlobal: false };
  }

  #global(name: string): KnownCommand {
    const { positional = [], named = [], switches = [] } = this.#globals.get(name) ?? {};
    const parameters = { names: [...positional, ...named], positional, switches, where: undefined };
    return { path: [], name, parameters, isGlobal: true };
  }

  /** The command that a path leads to, all its words complete: `['ip', 'address', 'add']`. */
  command(path: readonly string[]): KnownCommand | undefined {
    const [menu, name = ''] = [path.slice(0, -1), path.at(-1)];
    const known = this.below(menu, '').find((thing) => thing.name === name);
    if (known === undefined || known.kind === 'menu') return undefined;
    return known.kind === 'global' ? this.#global(name) : this.#own(menu, name);
  }
}
