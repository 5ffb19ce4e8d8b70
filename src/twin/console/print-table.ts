import type { Menu } from '../menu/menu.ts';
import type { FlagPlaces, Row } from '../menu/menu-spec.ts';
import { flagLegend, flagLetters, usedPlaces } from './flag-places.ts';
import type { NumberedRow, PrintStyle } from './print-style.ts';
import { counters, numbered, remarks, usualWidth } from './print-style.ts';

interface Column {
  readonly name: string;
  readonly title: string;
  readonly width: number;
  /** Numbers stand at the right. */
  readonly isNumber: boolean;
}

interface Layout {
  readonly columns: readonly Column[];
  readonly places: FlagPlaces;
  readonly labelWidth: number;
  readonly isOld: boolean;
}

/** v6 shows every column and flag, v7 only those in use, and nothing at all of an empty list (firewall-facts 2.3). */
export function printTable(menu: Menu, rows: readonly Row[], names: readonly string[], style: PrintStyle): string {
  const isOld = style.version.major === 6;
  if (!isOld && rows.length === 0) return '';
  const lines = numbered(menu, rows, style);
  const layout = layoutOf(menu, lines, names, style);
  const titles = layout.columns.map(({ title }) => title);
  const legend = flagLegend(layout.places, style, { inColumns: true });
  const columnsLine = isOld ? '' : `Columns: ${titles.join(', ')}\n`;
  return legend + columnsLine + titleLine(layout, style) + lines.map((line) => rowLines(layout, line)).join('');
}

function layoutOf(menu: Menu, lines: readonly NumberedRow[], given: readonly string[], style: PrintStyle): Layout {
  const isOld = style.version.major === 6;
  const rows = lines.map(({ row }) => row);
  const names = isOld ? given : given.filter((name) => rows.some((row) => (row.props[name] ?? '') !== ''));
  const all = menu.spec.flags ?? [];
  const places = isOld ? all : usedPlaces(all, rows);
  const least = isOld && menu.spec.numbers !== 'none' ? 2 : 0;
  const labelWidth = Math.max(least, ...lines.map(({ label }) => label.length));
  const layout = { columns: names.map((name) => columnOf(menu, rows, name, isOld)), places, labelWidth, isOld };
  return style.width === undefined ? layout : { ...layout, columns: fitted(layout, rows, style.width) };
}

/** Of v6, as wide as any value of its kind; the addresses of lists are names too. */
function usualWidth6({ spec: { properties } }: Menu, name: string): number {
  if (name === 'mac-address') return 17;
  if (name === 'network' || name === 'gateway') return 15;
  const isPrefix = name === 'dst-address' || (name === 'address' && properties['network'] !== undefined);
  return isPrefix ? 18 : 0;
}

function columnOf(menu: Menu, rows: readonly Row[], name: string, isOld: boolean): Column {
  const content = contentWidth(rows, name);
  const least = isOld ? usualWidth6(menu, name) : 0;
  return {
    name,
    title: name.toUpperCase(),
    width: Math.max(name.length, content, least),
    isNumber: counters.has(name) || name.endsWith('mtu') || menu.spec.properties[name]?.type.isNumber === true,
  };
}

const contentWidth = (rows: readonly Row[], name: string): number =>
  Math.max(0, ...rows.map((row) => cell(row, name).length));

const narrowest = 8;

/** Titles give way first, from the last; then the widest texts are broken into lines, or cut in v6. */
function fitted(layout: Layout, rows: readonly Row[], width: number): readonly Column[] {
  const columns = [...layout.columns];
  const gap = layout.isOld ? 1 : 2;
  const room = width - 1 - start(layout, '', '').length - gap * Math.max(0, columns.length - 1);
  const excess = (): number => columns.reduce((sum, column) => sum + column.width, 0) - room;
  for (const [index, column] of [...columns.entries()].toReversed())
    if (excess() > 0) columns[index] = { ...column, width: Math.max(1, contentWidth(rows, column.name)) };
  while (excess() > 0) {
    const widest = columns.reduce((a, b) => (b.width > a.width && !b.isNumber ? b : a));
    if (widest.width <= narrowest) break;
    const others = Math.max(narrowest, ...columns.filter((column) => column !== widest).map((column) => column.width));
    const least = widest.width - excess();
    columns[columns.indexOf(widest)] = {
      ...widest,
      width: Math.max(narrowest, least, Math.min(others, widest.width - 1)),
    };
  }
  return columns;
}

function start({ places, labelWidth }: Layout, label: string, flags: string): string {
  const number = labelWidth === 0 ? '' : `${label.padStart(labelWidth)} `;
  return `${number}${places.length === 0 ? '' : `${flags.padEnd(places.length)} `}`;
}

function titleLine(layout: Layout, { width = usualWidth }: PrintStyle): string {
  const titles = layout.columns.map((column) => aligned(column, column.title.slice(0, column.width)));
  const line = `${start(layout, '#', '')}${titles.join(layout.isOld ? ' ' : '  ')}`;
  return `${layout.isOld ? line.padEnd(width - 1) : line}\n`;
}

const aligned = ({ isNumber, width }: Column, text: string): string =>
  isNumber ? text.padStart(width) : text.padEnd(width);

/** The comment stands above the row in v7, in front of it in v6. */
function rowLines(layout: Layout, { row, label }: NumberedRow): string {
  const begin = start(layout, label, flagLetters(layout.places, row));
  const blank = start(layout, '', '');
  const values = valueLines(layout, row);
  const said = remarks(row);
  if (layout.isOld) return indented([...said, ...values], begin, blank);
  return `${said.map((remark) => `${remark}\n`).join('')}${indented(values, begin, blank)}`;
}

const indented = (lines: readonly string[], first: string, rest: string): string =>
  lines.map((line, index) => `${index === 0 ? first : rest}${line}\n`).join('');

/** One line, or as many as its longest value needs in its column. */
function valueLines({ columns, isOld }: Layout, row: Row): readonly string[] {
  const cells = columns.map((column) => cellLines(cell(row, column.name), column, isOld));
  const height = Math.max(1, ...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) =>
    columns
      .map((column, index) => aligned(column, cells[index]?.[line] ?? ''))
      .join(isOld ? ' ' : '  ')
      .trimEnd(),
  );
}

function cellLines(text: string, { width }: Column, isOld: boolean): readonly string[] {
  if (text.length <= width) return [text];
  if (isOld) return [`${text.slice(0, Math.max(0, width - 3))}...`];
  return Array.from({ length: Math.ceil(text.length / width) }, (_, line) =>
    text.slice(line * width, (line + 1) * width),
  );
}

function cell(row: Row, name: string): string {
  const value = row.props[name] ?? '';
  return counters.has(name) ? grouped(value) : value;
}

/** `4 288 079` (firewall-facts 1.4). */
const grouped = (digits: string): string => digits.replace(/\B(?=(\d{3})+$)/g, ' ');
