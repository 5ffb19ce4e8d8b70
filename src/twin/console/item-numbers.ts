import { RouterosError, trapCategories } from '../../routeros/routeros-error.ts';
import type { Value } from '../../routeros/value.ts';
import type { Look, Menu } from '../menu/menu.ts';
import type { Row } from '../menu/menu-spec.ts';

/** What `print` numbered last, by menu path: numbers belong to a console session (language-facts 2). */
export type LastPrint = Map<string, readonly string[]>;

export const noSuchItem = (): RouterosError => new RouterosError('no such item', { category: trapCategories.missing });

/** The rows that `numbers` calls: ids, names, numbers of the last print, comma lists and arrays of them. */
export async function numberedRows(
  menu: Menu,
  value: Value | undefined,
  lastPrint: LastPrint,
  look: Look = { figures: true },
): Promise<Row[]> {
  if (menu.spec.kind === 'settings') return menu.rows(look);
  if (value === undefined) throw missingNumbers();
  const called = words(value).flatMap((word) => idsOf(menu, word, lastPrint));
  return (await itemsCalled(menu, called, look)) ?? rowsCalled(menu, await menu.rows(look), called, lastPrint);
}

const missingNumbers = (): RouterosError =>
  new RouterosError('missing value(s) of argument(s) numbers', { category: trapCategories.missing });

/** `0-2` are three; where items have no names, what `print` numbered is known by its id at once. */
function idsOf(menu: Menu, word: string, lastPrint: LastPrint): readonly string[] {
  const [, from, to] = /^(\d{1,6})-(\d{1,6})$/.exec(word) ?? [];
  if (from !== undefined && to !== undefined)
    return numbersFrom(Number(from), Number(to)).flatMap((number) => idsOf(menu, number, lastPrint));
  const id =
    menu.spec.key === undefined && /^\d+$/.test(word) ? lastPrint.get(menu.spec.path)?.[Number(word)] : undefined;
  return [id ?? word];
}

const longestRange = 100_000;

function numbersFrom(first: number, last: number): string[] {
  if (last < first || last - first > longestRange) throw noSuchItem();
  return Array.from({ length: last - first + 1 }, (_, index) => String(first + index));
}

/** Does it call nothing but items, by their ids? */
export const callsOnlyItems = (menu: Menu, value: Value | undefined): boolean =>
  value !== undefined && words(value).every((word) => menu.has(word));

/** Ids of items need no look at all the others; undefined when there is anything else among them. */
async function itemsCalled(menu: Menu, called: readonly string[], look: Look): Promise<Row[] | undefined> {
  if (!called.every((word) => menu.has(word))) return undefined;
  const rows: Row[] = [];
  for (const word of called) {
    const row = await menu.rowOf(word, look);
    if (row !== undefined) rows.push(row);
  }
  return rows;
}

function rowsCalled(menu: Menu, rows: readonly Row[], called: readonly string[], lastPrint: LastPrint): Row[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return called.map((word) => byId.get(word) ?? rowCalled(menu, rows, word, lastPrint));
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
