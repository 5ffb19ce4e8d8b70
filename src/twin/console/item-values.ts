import type { Value } from '../../routeros/value.ts';
import { bool, id, keyed, nothing, str } from '../../routeros/value.ts';
import type { Menu } from '../menu/menu.ts';
import type { Row } from '../menu/menu-spec.ts';

/** A property as a script sees it: `:typeof` tells a number from a string. */
export function propertyValue(menu: Menu, row: Row, name: string): Value {
  if (name === '.id') return id(row.id);
  if (name === 'dynamic') return bool(row.dynamic);
  if (name === 'invalid') return bool(row.invalid !== undefined);
  const kept = row.props[name];
  if (kept === undefined) return nothing;
  return menu.spec.properties[name]?.type.value?.(kept) ?? str(kept);
}

/** All that is set of an item, by name. */
export function wholeItem(menu: Menu, row: Row): Value {
  const names = ['.id', ...Object.keys(row.props)];
  return keyed(names.map((name) => [name, propertyValue(menu, row, name)] as const));
}
