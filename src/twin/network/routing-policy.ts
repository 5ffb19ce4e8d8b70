import type { WantedRule } from '../kernel/route-steps.ts';
import type { Item, Props } from '../menu/menu-spec.ts';
import { isEnabled } from '../menu/menu-spec.ts';
import type { MenuTree } from '../menu/menu-tree.ts';

const mainTable = 254;
const firstTable = 100;
// Rules of the configuration come before marks, both after the kernel's own addresses.
const firstRule = 1000;
const firstMark = 20_000;

/** Routing tables and who uses which: `/routing table`, `/routing rule` and routing marks. */
export class RoutingPolicy {
  readonly #menus: MenuTree;
  readonly #marks: () => ReadonlyMap<string, number>;
  readonly #numbers = new Map<string, number>();

  /** `marks`: the number of each routing mark in the bits 10 to 17 of a packet's mark. */
  constructor(menus: MenuTree, marks: () => ReadonlyMap<string, number>) {
    this.#menus = menus;
    this.#marks = marks;
  }

  /** In v6 a table is there as soon as something names it, in v7 when `/routing table` has it. */
  names(): readonly string[] {
    const declared = this.#menus.find(['routing', 'table'])?.items;
    if (declared !== undefined) return ['main', ...declared.filter(isEnabled).map(({ props }) => props['name'] ?? '')];
    const named = this.#items('ip route').flatMap(({ props }) => props['routing-mark'] ?? []);
    return [...new Set(['main', ...named, ...this.#marks().keys()])];
  }

  tableOf(name: string): number | undefined {
    if (name === 'main') return mainTable;
    if (!this.names().includes(name)) return undefined;
    const number = this.#numbers.get(name) ?? firstTable + this.#numbers.size;
    this.#numbers.set(name, number);
    return number;
  }

  /** The kernel's rules, in their order. */
  rules(): WantedRule[] {
    const configured = [...this.#items('routing rule'), ...this.#items('ip route rule')].filter(isEnabled);
    return [
      ...configured.flatMap(({ props }, index) => this.#ruleLines(props, firstRule + 2 * index)),
      ...[...this.#marks()].flatMap(([name, id]) => this.#markLines(name, id)),
    ];
  }

  #items(path: string): readonly Item[] {
    return this.#menus.find(path.split(' '))?.items ?? [];
  }

  #markLines(name: string, id: number): WantedRule[] {
    const table = this.tableOf(name);
    if (table === undefined) return [];
    const rule = { preference: firstMark + id, mark: markText(id), action: `lookup ${table}` };
    return [
      { family: 4, ...rule },
      { family: 6, ...rule },
    ];
  }

  #ruleLines(props: Props, preference: number): WantedRule[] {
    const { 'src-address': from, 'dst-address': to, 'routing-mark': mark, interface: name } = props;
    const id = mark === undefined ? undefined : this.#marks().get(mark);
    if (mark !== undefined && id === undefined) return []; // No packet has it.
    const selector = { from, to, interface: name, mark: id === undefined ? undefined : markText(id) };
    return familiesOf(from ?? to).flatMap((family) =>
      this.#actions(props).map((action, index) => ({ family, ...selector, preference: preference + index, action })),
    );
  }

  /** `lookup-only-in-table` ends where the table does not know the destination. */
  #actions({ action = 'lookup', table = 'main' }: Props): string[] {
    if (action === 'drop') return ['blackhole'];
    if (action === 'unreachable') return ['unreachable'];
    const number = this.tableOf(table);
    if (number === undefined) return [];
    return action === 'lookup' ? [`lookup ${number}`] : [`lookup ${number}`, 'unreachable'];
  }
}

const markText = (id: number): string => `0x${(id << 10).toString(16)}/0x3fc00`;

function familiesOf(address: string | undefined): readonly (4 | 6)[] {
  if (address === undefined) return [4, 6];
  return address.includes(':') ? [6] : [4];
}
