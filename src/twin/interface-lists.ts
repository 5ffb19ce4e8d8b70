import { RouterosError, trapCategories } from '../routeros/routeros-error.ts';
import type { Item } from './menu/menu-spec.ts';
import { isEnabled } from './menu/menu-spec.ts';
import type { MenuTree } from './menu/menu-tree.ts';

/** Lists that every router has. The twin has no interfaces that come and go, so `dynamic` is empty. */
export const builtinInterfaceLists: readonly string[] = ['all', 'none', 'dynamic', 'static'];

const groupBits = 32;

/** `/interface list`: each list is one bit of its members' device group in the kernel, which rules match. */
export class InterfaceLists {
  readonly #menus: MenuTree;
  /** Of lists that a rule names: the others need none. */
  readonly #bits = new Map<string, number>();

  constructor(menus: MenuTree) {
    this.#menus = menus;
  }

  names(): readonly string[] {
    return [...builtinInterfaceLists, ...this.#menus.names('interface list')];
  }

  bitOf(list: string): number {
    const known = this.#bits.get(list);
    if (known !== undefined) return known;
    const taken = new Set(this.#bits.values());
    const bit = Array.from({ length: groupBits }, (_, number) => number).find((number) => !taken.has(number));
    if (bit === undefined)
      throw new RouterosError(`failure: the twin does not enforce rules on more than ${groupBits} interface lists`, {
        category: trapCategories.general,
      });
    this.#bits.set(list, bit);
    return bit;
  }

  /** Gives each list that rules name a bit, and takes it from those that none names any more. Did that change any? */
  assignBits(): boolean {
    const [before, named] = [[...this.#bits.keys()].join(), this.#namedInRules()];
    for (const list of this.#bits.keys()) if (!named.has(list)) this.#bits.delete(list);
    for (const list of named) this.bitOf(list);
    return [...this.#bits.keys()].join() !== before;
  }

  #namedInRules(): ReadonlySet<string> {
    const rules = this.#menus.menus.filter(({ spec }) => spec.path.includes('firewall ') && spec.ordered === true);
    const matchers = ['in-interface-list', 'out-interface-list', 'in-bridge-port-list', 'out-bridge-port-list'];
    const named = rules.flatMap(({ items }) => items.flatMap(({ props }) => matchers.map((name) => props[name] ?? '')));
    const known = new Set(this.names());
    return new Set(named.map((list) => list.replace(/^!/, '')).filter((list) => known.has(list)));
  }

  /** The bits of all lists that an interface is in. */
  groupOf(interfaceName: string): number {
    return [...this.#bits.keys()]
      .filter((list) => this.membersOf(list).has(interfaceName))
      .reduce((bits, list) => bits + 2 ** this.bitOf(list), 0);
  }

  /** Members of included lists, without those of excluded ones, and its own (firewall-facts 7). */
  membersOf(list: string, above: ReadonlySet<string> = new Set()): Set<string> {
    if (list === 'all' || list === 'static') return new Set(this.#menus.names('interface'));
    const item = this.#items('interface list').find(({ props }) => props['name'] === list);
    if (item === undefined || above.has(list)) return new Set();
    const membersOfEach = (names = ''): string[] =>
      names.split(',').flatMap((name) => [...this.membersOf(name, new Set([...above, list]))]);
    const members = new Set(membersOfEach(item.props['include']));
    for (const name of membersOfEach(item.props['exclude'])) members.delete(name);
    for (const { props } of this.#items('interface list member').filter(isEnabled))
      if (props['list'] === list) members.add(props['interface'] ?? '');
    return members;
  }

  #items(path: string): readonly Item[] {
    return this.#menus.get(path).items;
  }
}
