import type { PropertyType } from '../menu/property-type.ts';
import { reference } from '../menu/property-type.ts';
import type { Twin } from '../twin.ts';

export const interfaceReference = (twin: Twin, ...extra: readonly string[]): PropertyType =>
  reference({ menu: 'interface', names: () => twin.network.interfaceNames() }, ...extra);

export const interfaceListReference = (twin: Twin): PropertyType =>
  reference({ menu: 'interface list', names: () => twin.network.interfaceListNames() });

/** The name of an item of any other menu. */
export const nameReference = (twin: Twin, menu: string, ...extra: readonly string[]): PropertyType =>
  reference({ menu, names: () => twin.menus.names(menu) }, ...extra);
