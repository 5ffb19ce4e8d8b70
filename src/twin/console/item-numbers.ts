import { RouterosError, trapCategories } from '../../routeros/routeros-error.ts';
import type { Value } from '../../routeros/value.ts';
import type { Menu } from '../menu/menu.ts';
import type { Row } from '../menu/menu-spec.ts';

/** What `print` numbered last, by menu path: numbers belong to a console session (language-facts 2). */
export type LastPrint = Map<string, readonly string[]>;

const noSuchItem = (): RouterosError => new RouterosError('no such item', { category: trapCategories.missing });

/** The rows that `numbers` calls: ids, names, numbers of the last print, comma lists and arrays of them. */
export async function numberedRows(menu: Menu, value: Value | undefined, lastPrint: LastPrint): Promise<Row[]> {
  const rows = await menu.rows();
  if (value === undefined) return menu.spec.kind === 'settings' ? rows : [];
  return words(value).map((word) => rowCalled(menu, rows, word, lastPrint));
}

function words(value: Value): readonly string[] {
  if (value.type === 'array') return value.list.flatMap(words);
  if (value.type === 'nil' || value.type === 'nothing') return [];
  if (value.type === 'code' || value.type === 'op') throw noSuchItem();
  return String(value.value)
    .split(/[,;]/)
    .filter((word) => word !== '');
}

function rowCalled(menu: Menu, rows: readonly Row[], word: string, lastPrint: LastPrint): Row {
  const row = word.startsWith('*')
    ? rows.find(({ id }) => id.toLowerCase() === word.toLowerCase())
    : (byKey(menu, rows, word) ?? byNumber(menu, rows, word, lastPrint));
  if (row === undefined) throw noSuchItem();
  return row;
}

function byKey(menu: Menu, rows: readonly Row[], word: string): Row | undefined {
  const { key } = menu.spec;
  return key === undefined ? undefined : rows.find(({ props }) => props[key] === word);
}

function byNumber(menu: Menu, rows: readonly Row[], word: string, lastPrint: LastPrint): Row | undefined {
  if (!/^\d+$/.test(word)) return undefined;
  const ids = lastPrint.get(menu.spec.path);
  return ids === undefined ? rows[Number(word)] : rows.find(({ id }) => id === ids[Number(word)]);
}
