import type { DeviceCall } from '../../routeros/device.ts';
import type { Menu } from '../menu/menu.ts';
import type { Row } from '../menu/menu-spec.ts';
import { propertyValue } from './item-values.ts';
import { withoutSecrets } from './secrets.ts';

/** The rows that a condition leaves; `figures`: will anybody look at what is computed for them? */
export async function selectedRows(
  menu: Menu,
  { where }: Pick<DeviceCall, 'where'>,
  { figures, hidesSecrets }: { readonly figures: boolean; readonly hidesSecrets: boolean },
): Promise<readonly Row[]> {
  const asksFor = menu.spec.refreshes === 'figures' && !figures ? readonlyOf(menu) : new Set<string>();
  const all = await menu.rows({ figures });
  const rows = hidesSecrets ? all.map((row) => withoutSecrets(menu, row)) : all;
  if (where === undefined) return rows;
  const kept: Row[] = [];
  let isAsked = false;
  for (const row of rows) {
    const isKept = await where((name) => {
      isAsked ||= asksFor.has(name);
      return propertyValue(menu, row, name);
    });
    // The condition is about the figures themselves, so they have to be read after all.
    if (isAsked) return selectedRows(menu, { where }, { figures: true, hidesSecrets });
    if (isKept) kept.push(row);
  }
  return kept;
}

const readonlyOf = (menu: Menu): ReadonlySet<string> =>
  new Set(Object.entries(menu.spec.properties).flatMap(([name, { readonly }]) => (readonly === true ? [name] : [])));
