import type { Item, MenuSpec } from '../menu/menu-spec.ts';
import type { PropertyType } from '../menu/property-type.ts';
import { reference } from '../menu/property-type.ts';
import type { Twin } from '../twin.ts';

/** How an export of RouterOS names an interface that is gone: `*5`. */
const goneName = /^\*[0-9A-F]+$/i;

/** An interface; one that is gone is named by its number, and what names it is invalid. */
export function interfaceReference(twin: Twin, ...extra: readonly string[]): PropertyType {
  const there = reference({ menu: 'interface', names: () => twin.network.interfaceNames() }, ...extra);
  return { ...there, parse: (given) => there.parse(given) ?? (goneName.test(given) ? given : undefined) };
}

export const interfaceListReference = (twin: Twin): PropertyType =>
  reference({ menu: 'interface list', names: () => twin.network.interfaceListNames() });

/** The name of an item of any other menu. */
export const nameReference = (twin: Twin, menu: string, ...extra: readonly string[]): PropertyType =>
  reference({ menu, names: () => twin.menus.names(menu) }, ...extra);

/** Does a menu hold interfaces? */
export const namesInterfaces = ({ path, namedAs }: MenuSpec): boolean =>
  path !== 'interface' && namedAs?.includes('interface') === true;

/** Whoever named an interface that is no more names its number from now on. */
export function forgetInterface(twin: Twin, { id, props }: Item): void {
  for (const menu of twin.menus.menus)
    for (const names of ['interface', 'interface bridge']) menu.renameReferences(names, props['name'] ?? '', id);
}

/** Invalid is what names an interface that is no more. */
export const goneInterface =
  (twin: Twin) =>
  ({ props }: Item): string | undefined => {
    const name = props['interface'];
    return name === undefined || name === 'all' || twin.network.interfaceNames().includes(name) ? undefined : '';
  };
