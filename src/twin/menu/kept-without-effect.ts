import type { Menu } from './menu.ts';
import type { MenuTree } from './menu-tree.ts';

/** Whole menus, and properties of others, that the configuration sets and the twin keeps, exports and does nothing with: `/ip dhcp-server authoritative`. */
export function keptWithoutEffect({ menus }: MenuTree): string[] {
  return menus.flatMap((menu) => {
    if (menu.spec.parts !== undefined) return [];
    if (menu.spec.kept === true) return isConfigured(menu) ? [`/${menu.spec.path}`] : [];
    const inert = Object.entries(menu.spec.properties).filter(([, spec]) => spec.inert === true);
    const isSet = (name: string, usual: string | undefined): boolean =>
      menu.items.some((item) => {
        const value = item.props[name];
        return value !== undefined && value !== usual && value !== menu.delivered(item)?.[name];
      });
    const names = inert.filter(([name, spec]) => isSet(name, spec.default)).map(([name]) => name);
    return names.length === 0 ? [] : [`/${menu.spec.path}: ${names.join(', ')}`];
  });
}

/** Is there anything in it that a fresh router has not? */
const isConfigured = (menu: Menu): boolean =>
  menu.items.some((item) => item.props !== menu.delivered(item) && Object.keys(item.props).length > 0);
