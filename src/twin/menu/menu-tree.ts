import type { CommandParameters, MenuNames } from '../../routeros/device.ts';
import { commonCommands } from '../console/common-commands.ts';
import type { Menu } from './menu.ts';

interface Node {
  readonly children: Map<string, Node>;
  menu: Menu | undefined;
}

const emptyNode = (): Node => ({ children: new Map(), menu: undefined });

/** All menus by their path, and what may be typed in each. */
export class MenuTree {
  readonly #root = emptyNode();
  readonly #menus: Menu[] = [];

  add(menu: Menu): void {
    this.#menus.push(menu);
    if (menu.spec.hidden === true) return;
    let node = this.#root;
    for (const part of menu.path) {
      const next = node.children.get(part) ?? emptyNode();
      node.children.set(part, next);
      node = next;
    }
    node.menu = menu;
  }

  get menus(): readonly Menu[] {
    return this.#menus;
  }

  #node(path: readonly string[]): Node | undefined {
    return path.reduce<Node | undefined>((node, part) => node?.children.get(part), this.#root);
  }

  find(path: readonly string[]): Menu | undefined {
    return this.#node(path)?.menu;
  }

  get(path: string): Menu {
    const menu = this.find(path.split(' '));
    if (menu === undefined) throw new Error(`no menu ${path}`);
    return menu;
  }

  /** Names of the items of a menu. */
  names(path: string): readonly string[] {
    return this.get(path).items.map(({ props }) => props['name'] ?? '');
  }

  below(path: readonly string[]): MenuNames | undefined {
    const node = this.#node(path);
    if (node === undefined) return undefined;
    return { menus: [...node.children.keys()], commands: [...this.#commands(node)] };
  }

  #commands(node: Node): readonly string[] {
    if (node.menu === undefined) return ['export'];
    return [...commonCommands(node.menu.spec), ...Object.keys(node.menu.spec.actions ?? {})];
  }

  parameters(path: readonly string[], command: string): CommandParameters | undefined {
    const node = this.#node(path);
    if (node === undefined || !this.#commands(node).includes(command)) return undefined;
    const action = node.menu?.spec.actions?.[command];
    if (action !== undefined) {
      return {
        names: action.params,
        positional: action.positional ?? [],
        switches: action.switches ?? [],
        where: undefined,
      };
    }
    return commonParameters(node.menu, command);
  }
}

const printSwitches = [
  'as-value',
  'brief',
  'count-only',
  'detail',
  'terse',
  'value-list',
  'without-paging',
  'stats',
  'show-ids',
  'all',
  'static',
  'dynamic',
  'append',
  'follow',
  'follow-only',
] as const;
const exportSwitches = ['compact', 'terse', 'verbose', 'hide-sensitive', 'show-sensitive'] as const;

function commonParameters(menu: Menu | undefined, command: string): CommandParameters {
  const all = Object.keys(menu?.spec.properties ?? {});
  const settable = all.filter((name) => menu?.spec.properties[name]?.readonly !== true);
  const isList = menu?.spec.kind === 'list';
  const where = isList ? [...all, '.id', 'dynamic', 'invalid', 'disabled'] : undefined;
  const switches = settable.filter((name) => menu?.spec.properties[name]?.type.isSwitch === true);
  const none = { names: [], positional: [], switches: [], where: undefined };
  switch (command) {
    case 'add':
      return { ...none, names: [...settable, 'place-before', 'copy-from'], switches };
    case 'set':
    case 'reset':
      return isList
        ? { ...none, names: ['numbers', ...settable], positional: ['numbers'], switches }
        : { ...none, names: settable };
    case 'unset':
      return { ...none, names: ['numbers', 'value-name'], positional: ['numbers', 'value-name'] };
    case 'get':
    case 'edit':
      return isList
        ? { ...none, names: ['numbers', 'value-name'], positional: ['numbers', 'value-name'] }
        : { ...none, names: ['value-name'], positional: ['value-name'] };
    case 'move':
      return { ...none, names: ['numbers', 'destination'], positional: ['numbers', 'destination'] };
    case 'comment':
      return { ...none, names: ['numbers', 'comment'], positional: ['numbers', 'comment'] };
    case 'find':
      return { ...none, where };
    case 'print':
      return {
        names: ['from', 'proplist', 'file', 'interval', ...(all.includes('chain') ? ['chain'] : []), ...printSwitches],
        positional: [],
        switches: printSwitches,
        where,
      };
    case 'export':
      return { names: ['file', ...exportSwitches], positional: [], switches: exportSwitches, where: undefined };
    default:
      return { ...none, names: ['numbers'], positional: ['numbers'] };
  }
}
