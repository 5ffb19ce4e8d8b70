import type { DeviceCall } from '../../routeros/device.ts';
import { RouterosError, trapCategories } from '../../routeros/routeros-error.ts';
import { toPropertyText } from '../../routeros/to-text.ts';
import type { Value } from '../../routeros/value.ts';
import type { Menu } from '../menu/menu.ts';
import type { Row } from '../menu/menu-spec.ts';
import { notAValueOf } from '../menu/parsed.ts';
import type { ConsolePlace } from './console-place.ts';
import { noSuchItem, numberedRows } from './item-numbers.ts';
import { propertyValue, wholeItem } from './item-values.ts';
import { withoutSecrets } from './secrets.ts';

/** `get`: one property of one item; all of them when none is named. */
export async function getProperty(
  menu: Menu,
  call: DeviceCall,
  { lastPrint, hidesSecrets }: ConsolePlace,
): Promise<Value> {
  const found = onlyOne(await numberedRows(menu, call.args.get('numbers'), lastPrint));
  const row = hidesSecrets ? withoutSecrets(menu, found) : found;
  const name = call.args.get('value-name');
  if (name === undefined) return wholeItem(menu, row);
  return propertyValue(menu, row, completeProperty(menu, row, toPropertyText(name)));
}

function onlyOne(rows: readonly Row[]): Row {
  const [row] = rows;
  if (row === undefined) throw noSuchItem();
  if (rows.length === 1) return row;
  throw new RouterosError('invalid internal item number', { category: trapCategories.argument });
}

/** `value-name` takes the beginning of a name, as all values that are one of some words do. */
function completeProperty(menu: Menu, row: Row, given: string): string {
  const isList = menu.spec.kind === 'list';
  const names = new Set([
    ...Object.keys(menu.spec.properties),
    ...Object.keys(row.props),
    ...(isList ? ['dynamic', 'invalid'] : []),
  ]);
  if (names.has(given)) return given;
  const candidates = [...names].filter((name) => name.startsWith(given));
  if (candidates.length === 1 && candidates[0] !== undefined) return candidates[0];
  throw notAValueOf('value-name', candidates.length > 1);
}
