import type { Menu } from '../menu/menu.ts';
import type { Row } from '../menu/menu-spec.ts';
import type { Properties } from '../menu/property-type.ts';
import { flagLegend, flagLetters } from './flag-places.ts';
import type { NumberedRow, PrintStyle } from './print-style.ts';
import { counters, numbered, remarks, usualWidth } from './print-style.ts';
import { printTable } from './print-table.ts';

/** What `print` shows of a list, with the numbers that later commands may use. */
export function printItems(menu: Menu, rows: readonly Row[], style: PrintStyle): string {
  const { columns, layout } = menu.spec;
  if (style.valueList) return valueLists(menu, rows, style);
  const isBlock = style.detail || (layout === 'block' && !style.brief);
  const counted = style.stats && !style.detail ? countedColumns(menu) : undefined;
  if (counted !== undefined) return printTable(menu, rows, counted, style);
  if (style.terse)
    return numbered(menu, rows, style)
      .map((line) => terseLine(menu, line, style))
      .join('');
  if (isBlock) return blocks(menu, rows, style);
  return printTable(menu, rows, style.properties ?? columns ?? menu.spec.printFirst ?? mainProperties(menu), style);
}

/** What `stats` is about; undefined where nothing is counted. */
function countedColumns({ spec: { properties } }: Menu): readonly string[] | undefined {
  const names = ['name', 'chain', 'action', ...counters].filter((name) => properties[name] !== undefined);
  return names.some((name) => counters.has(name)) ? names : undefined;
}

const mainProperties = ({ spec: { properties } }: Menu): readonly string[] => Object.keys(properties).slice(0, 3);

/** The comment is a property like others here, and nothing is in quotes. */
function terseLine(menu: Menu, { row, label }: NumberedRow, style: PrintStyle): string {
  const comment = row.props['comment'] ?? '';
  const words = [...(comment === '' ? [] : [`comment=${comment}`]), ...pairs(menu, row, style, { quote: false })];
  return `${label.padStart(2)} ${flagLetters(menu.spec.flags ?? [], row)} ${words.join(' ')}\n`;
}

function shownProperties(menu: Menu, row: Row, { properties, stats }: PrintStyle): (readonly [string, string])[] {
  const flagNames = new Set((menu.spec.flags ?? []).flat().map(({ name }) => name));
  const order = [...new Set([...(menu.spec.printFirst ?? []), ...Object.keys(menu.spec.properties)])];
  return order.flatMap((name) => {
    const value = row.props[name];
    if (value === undefined || name === 'comment' || flagNames.has(name)) return [];
    if (properties?.includes(name) === false || (counters.has(name) && !stats)) return [];
    return [[name, value] as const];
  });
}

const pairs = (menu: Menu, row: Row, style: PrintStyle, { quote }: { quote: boolean }): string[] =>
  shownProperties(menu, row, style).map(([name, value]) =>
    quote && menu.spec.properties[name]?.type.quoted ? `${name}=${quoted(value)}` : `${name}=${value}`,
  );

const quoted = (value: string): string =>
  `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\r', '\\r').replaceAll('\n', '\\n')}"`;

function blocks(menu: Menu, rows: readonly Row[], style: PrintStyle): string {
  const legend = flagLegend(menu.spec.flags ?? [], style, { inColumns: false });
  return (
    legend +
    numbered(menu, rows, style)
      .map((line) => block(menu, line, style))
      .join('')
  );
}

/** A blank follows every word, also at the end of a line. */
function block(menu: Menu, { row, label }: NumberedRow, style: PrintStyle): string {
  const number = menu.spec.numbers === 'none' ? '' : label.padStart(2);
  const head = `${number} ${flagLetters(menu.spec.flags ?? [], row)} `;
  const words = wrapped(pairs(menu, row, style, { quote: true }), (style.width ?? usualWidth) - head.length);
  const lines = [...remarks(row), ...words.map((line) => `${line} `)];
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

/** One property a line, item by item. */
function valueLists(menu: Menu, rows: readonly Row[], style: PrintStyle): string {
  const comment = (row: Row): (readonly [string, string])[] =>
    (row.props['comment'] ?? '') === '' ? [] : [['comment', row.props['comment'] ?? '']];
  return rows.map((row) => `${valueList([...comment(row), ...shownProperties(menu, row, style)])}\n`).join('');
}

/** Names stand at the right, values are filled up to the longest. */
function valueList(entries: readonly (readonly [name: string, value: string])[]): string {
  const nameWidth = Math.max(0, ...entries.map(([name]) => name.length)) + 2;
  const valueWidth = Math.max(0, ...entries.map(([, value]) => value.length));
  return entries.map(([name, value]) => `${name.padStart(nameWidth)}: ${value.padEnd(valueWidth)}\n`).join('');
}

/** Settings print one property a line. */
export function printSettings(row: Row, properties: Properties = {}, asked?: readonly string[]): string {
  return valueList(
    Object.entries(row.props)
      .filter(([name]) => asked?.includes(name) !== false)
      .map(([name, value]) => [name, properties[name]?.type.shown?.(value) ?? value] as const),
  );
}
