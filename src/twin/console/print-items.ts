import type { Menu } from '../menu/menu.ts';
import type { FlagPlaces, Row } from '../menu/menu-spec.ts';
import type { Properties } from '../menu/property-type.ts';
import type { RosVersion } from '../version.ts';
import { flagLegend, flagLetters, usedPlaces } from './flag-places.ts';

export interface PrintStyle {
  readonly version: RosVersion;
  readonly detail: boolean;
  readonly terse: boolean;
  readonly stats: boolean;
  readonly showIds: boolean;
  /** The properties that `proplist=` asks for. */
  readonly properties: readonly string[] | undefined;
}

/** Counters are shown by `print stats` alone. */
const counters = new Set(['bytes', 'packets']);

/** What `print` shows of a list, with the numbers that later commands may use. */
export function printItems(menu: Menu, rows: readonly Row[], style: PrintStyle): string {
  if (style.terse) return rows.map((row, number) => terseLine(menu, row, label(row, number, style), style)).join('');
  if (style.stats && menu.spec.properties['packets'] !== undefined)
    return table(menu, rows, ['chain', 'action', 'bytes', 'packets'], style);
  if (style.detail || menu.spec.layout === 'block') return blocks(menu, rows, style);
  return table(menu, rows, style.properties ?? menu.spec.columns ?? [], style);
}

const label = (row: Row, number: number, { showIds }: PrintStyle): string => (showIds ? row.id : String(number));

function terseLine(menu: Menu, row: Row, name: string, style: PrintStyle): string {
  const flags = flagLetters(menu.spec.flags ?? [], row);
  const words = pairs(menu, row, style, { quote: false });
  return `${name.padStart(2)} ${flags} ${[...commentOf(row), ...words].join(' ')}\n`;
}

const commentOf = (row: Row): string[] => {
  const said = [row.invalid, row.props['comment']].filter((text) => text !== undefined && text !== '');
  return said.length === 0 ? [] : [`;;; ${said.join(' ')}`];
};

function pairs(menu: Menu, row: Row, { properties }: PrintStyle, { quote }: { quote: boolean }): string[] {
  const flagNames = new Set((menu.spec.flags ?? []).flat().map(({ name }) => name));
  const order = [...new Set([...(menu.spec.printFirst ?? []), ...Object.keys(menu.spec.properties)])];
  return order.flatMap((name) => {
    const value = row.props[name];
    if (value === undefined || name === 'comment' || flagNames.has(name) || counters.has(name)) return [];
    if (properties?.includes(name) === false) return [];
    return [quote && menu.spec.properties[name]?.type.quoted ? `${name}=${quoted(value)}` : `${name}=${value}`];
  });
}

const quoted = (value: string): string =>
  `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\r', '\\r').replaceAll('\n', '\\n')}"`;

const lineWidth = 80;

function blocks(menu: Menu, rows: readonly Row[], style: PrintStyle): string {
  const legend = flagLegend(menu.spec.flags ?? [], style.version, false);
  return legend + rows.map((row, number) => block(menu, row, label(row, number, style), style)).join('');
}

function block(menu: Menu, row: Row, name: string, style: PrintStyle): string {
  const head = `${name.padStart(2)} ${flagLetters(menu.spec.flags ?? [], row)} `;
  const words = pairs(menu, row, style, { quote: true });
  const lines = [...commentOf(row), ...wrapped(words, lineWidth - head.length)];
  return `${lines.map((line, index) => (index === 0 ? head : ' '.repeat(head.length)) + line).join('\n')}\n\n`;
}

function wrapped(words: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length + 1 < width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

interface Columns {
  readonly names: readonly string[];
  readonly widths: readonly number[];
  readonly places: FlagPlaces;
  readonly labelWidth: number;
}

/** v6 shows every column and flag, v7 only those in use, and nothing at all of an empty list (firewall-facts 2.3). */
function table(menu: Menu, rows: readonly Row[], names: readonly string[], style: PrintStyle): string {
  const isOld = style.version.major === 6;
  if (!isOld && rows.length === 0) return '';
  const columns = columnsOf(menu, rows, names, style);
  const titles = columns.names.map((name) => name.toUpperCase());
  const legend = flagLegend(columns.places, style.version, true);
  const columnsLine = isOld ? '' : `Columns: ${titles.join(', ')}\n`;
  const titleLine = `${start(columns, '#', '')}${cells(columns, titles)}\n`;
  return legend + columnsLine + titleLine + rows.map((row, number) => tableRow(columns, row, number, style)).join('');
}

function columnsOf(menu: Menu, rows: readonly Row[], given: readonly string[], style: PrintStyle): Columns {
  const isOld = style.version.major === 6;
  const names = isOld ? given : given.filter((name) => rows.some((row) => (row.props[name] ?? '') !== ''));
  const places = menu.spec.flags ?? [];
  const labels = rows.map((row, number) => label(row, number, style).length);
  return {
    names,
    widths: names.map((name) => Math.max(name.length, ...rows.map((row) => cell(row, name).length))),
    places: isOld ? places : usedPlaces(places, rows),
    labelWidth: Math.max(isOld ? 2 : 1, ...labels),
  };
}

function start({ places, labelWidth }: Columns, text: string, flags: string): string {
  return `${text.padStart(labelWidth)} ${places.length === 0 ? '' : `${flags.padEnd(places.length)} `}`;
}

const cells = ({ widths }: Columns, texts: readonly string[]): string =>
  texts.map((text, index) => text.padEnd(widths[index] ?? 0)).join('  ');

/** The comment stands above the row in v7, in front of it in v6. */
function tableRow(columns: Columns, row: Row, number: number, style: PrintStyle): string {
  const values = cells(
    columns,
    columns.names.map((name) => cell(row, name)),
  ).trimEnd();
  const begin = start(columns, label(row, number, style), flagLetters(columns.places, row));
  const [comment] = commentOf(row);
  if (comment === undefined) return `${begin}${values}\n`;
  if (style.version.major > 6) return `${comment}\n${begin}${values}\n`;
  return `${begin}${comment}\n${start(columns, '', '')}${values}\n`;
}

function cell(row: Row, name: string): string {
  const value = row.props[name] ?? '';
  return counters.has(name) ? grouped(value) : value;
}

/** `4 288 079` (firewall-facts 1.4). */
const grouped = (digits: string): string => digits.replace(/\B(?=(\d{3})+$)/g, ' ');

/** Settings print one property a line, names right-aligned. */
export function printSettings(row: Row, properties: Properties = {}): string {
  const entries = Object.entries(row.props).map(
    ([name, value]) => [name, properties[name]?.type.shown?.(value) ?? value] as const,
  );
  const width = Math.max(0, ...entries.map(([name]) => name.length)) + 2;
  return `${entries.map(([name, value]) => `${name.padStart(width)}: ${value}\n`).join('')}`;
}
