import { exportHeader, exportLines } from '../../routeros/export-text.ts';
import type { Menu } from '../menu/menu.ts';
import type { Item, Props } from '../menu/menu-spec.ts';
import type { MenuTree } from '../menu/menu-tree.ts';
import type { RosVersion } from '../version.ts';

export interface ExportOptions {
  readonly verbose: boolean;
  readonly terse: boolean;
  readonly hideSensitive: boolean;
}

/** The configuration below `path` as text that loads again to the same state. Dynamic items are no part of it. */
export function exportMenus(
  tree: MenuTree,
  path: readonly string[],
  { version, date, options }: { version: RosVersion; date: string; options: ExportOptions },
): string {
  const below = tree.menus.filter((menu) => path.every((part, index) => menu.path[index] === part));
  const sections = ordered(below).map((menu) => section(menu, options));
  return exportHeader({ version: version.text, date }) + sections.join('');
}

/** First what others refer to, then the rest by the alphabet (language-facts 8). */
function ordered(menus: readonly Menu[]): readonly Menu[] {
  const rank = (menu: Menu): number => menu.spec.exportRank ?? 100;
  return menus.toSorted((a, b) => rank(a) - rank(b) || (a.spec.path < b.spec.path ? -1 : 1));
}

function section(menu: Menu, options: ExportOptions): string {
  if (menu.spec.neverExported || menu.spec.kind === 'commands' || menu.spec.parts !== undefined) return '';
  const lines = menu.items.flatMap((item) => itemLines(menu, item, options));
  if (lines.length === 0) return '';
  return options.terse ? lines.join('') : `/${menu.spec.path}\n${lines.join('')}`;
}

/** Items that every router has are set, and only where they differ from what they are delivered with. */
function itemLines(menu: Menu, item: Item, options: ExportOptions): string[] {
  const delivered = menu.spec.kind === 'settings' ? {} : menu.delivered(item);
  const all = exportedArgs(menu, item, options, delivered);
  const isSwitch = (name: string): boolean => menu.spec.properties[name]?.type.isSwitch === true;
  const switches = all.filter(([name, value]) => isSwitch(name) && value === 'yes').map(([name]) => name);
  const args = all.filter(([name]) => !isSwitch(name));
  if (all.length === 0 && delivered !== undefined) return [];
  const words =
    delivered === undefined
      ? ['add']
      : ['set', ...(menu.spec.exportAs === undefined ? [] : [menu.spec.exportAs(item)])];
  const start = [...(options.terse ? [`/${menu.spec.path}`] : []), ...words, ...switches];
  const reason = menu.spec.invalid?.(item);
  return [
    `${reason === undefined || reason === '' ? '' : `# ${reason}\n`}${exportLines(start, args, { terse: options.terse })}`,
  ];
}

function exportedArgs(
  menu: Menu,
  item: Item,
  { verbose, hideSensitive }: ExportOptions,
  delivered: Props = {},
): [string, string][] {
  const args: [string, string][] = [];
  for (const [name, spec] of Object.entries(menu.spec.properties)) {
    if (spec.readonly === true || (spec.sensitive === true && hideSensitive)) continue;
    const value = item.props[name] ?? (verbose ? spec.default : undefined);
    if (value === undefined || (!verbose && value === (delivered[name] ?? spec.default))) continue;
    args.push([name, value]);
  }
  return args.sort(([a], [b]) => (a < b ? -1 : 1));
}
