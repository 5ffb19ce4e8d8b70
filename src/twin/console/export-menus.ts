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

/** Where menus stand that do not say so themselves: definitions that others refer to, and what the second run begins with. */
const usualRanks: Readonly<Record<string, number>> = {
  'interface wireless security-profiles': 21,
  'ip hotspot profile': 28,
  'ip ipsec profile': 28,
  'ip ipsec peer': 28,
  'ip ipsec proposal': 28,
  'ip hotspot user profile': 32,
  'ppp profile': 32,
  'queue type': 32,
  'queue tree': 32,
  'queue simple': 32,
  'routing bgp template': 33,
  'routing ospf instance': 33,
  'routing ospf area': 33,
  'snmp community': 34,
  'user group': 41,
  'interface bridge port': 91,
  'interface bridge vlan': 92,
  'ip firewall connection tracking': 93,
  'ip neighbor discovery-settings': 94,
  'ip settings': 95,
  'ipv6 settings': 96,
};

/** First what others refer to, then the rest by the alphabet (language-facts 8). */
function ordered(menus: readonly Menu[]): readonly Menu[] {
  const rank = ({ spec }: Menu): number => spec.exportRank ?? usualRanks[spec.path] ?? 100;
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
  delivered: Props | undefined,
): [string, string][] {
  const args: [string, string][] = [];
  for (const [name, spec] of Object.entries(menu.spec.properties)) {
    if (spec.readonly === true || (spec.sensitive === true && hideSensitive)) continue;
    const value = item.props[name] ?? (verbose ? spec.default : undefined);
    const usual = delivered?.[name] ?? spec.default;
    // What has to be given with an item is given, whatever it is.
    const isSaid = verbose || (delivered === undefined && spec.required === true);
    if (value === undefined || (!isSaid && value === usual)) continue;
    args.push([name, value]);
  }
  return args.sort(([a], [b]) => (a < b ? -1 : 1));
}
