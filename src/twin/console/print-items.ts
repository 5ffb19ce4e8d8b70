import type { Menu } from '../menu/menu.ts';
import type { Flag, Row } from '../menu/menu-spec.ts';
import type { RosVersion } from '../version.ts';

export interface PrintStyle {
  readonly version: RosVersion;
  readonly detail: boolean;
  readonly terse: boolean;
  readonly stats: boolean;
  readonly showIds: boolean;
}

/** Counters are shown by `print stats` alone. */
const counters = new Set(['bytes', 'packets']);

const isSet = (row: Row, { name }: Flag): boolean =>
  name === 'dynamic' ? row.dynamic : name === 'invalid' ? row.invalid !== undefined : row.props[name] === 'yes';

function flagsOf(menu: Menu, row: Row): string {
  return (menu.spec.flags ?? []).flatMap((flag) => (isSet(row, flag) ? [flag.letter] : [])).join('');
}

/** v6 lists every flag in lower case, v7 only those in use, upper-case in column prints (language-facts 7). */
function legend(menu: Menu, rows: readonly Row[], { version }: PrintStyle, columns: boolean): string {
  const flags = menu.spec.flags ?? [];
  const shown = version.major === 6 || !columns ? flags : flags.filter((flag) => rows.some((row) => isSet(row, flag)));
  if (shown.length === 0) return '';
  const names = shown.map(
    ({ letter, name }) => `${letter} - ${version.major > 6 && columns ? name.toUpperCase() : name}`,
  );
  return `Flags: ${names.join(version.major === 6 || columns ? ', ' : '; ')}${version.major === 6 ? ' ' : ''}\n`;
}

/** What `print` shows of a list, with the numbers that later commands may use. */
export function printItems(menu: Menu, rows: readonly Row[], style: PrintStyle): string {
  if (style.terse) return rows.map((row, number) => terseLine(menu, row, number)).join('');
  if (style.stats && menu.spec.properties['packets'] !== undefined)
    return table(menu, rows, ['chain', 'action', 'bytes', 'packets'], style);
  if (style.detail || menu.spec.layout === 'block') return blocks(menu, rows, style);
  return table(menu, rows, menu.spec.columns ?? [], style);
}

function terseLine(menu: Menu, row: Row, number: number): string {
  const words = pairs(menu, row, { quote: false });
  return `${String(number).padStart(2)} ${flagsOf(menu, row).padEnd(2)} ${[...commentOf(row), ...words].join(' ')}\n`;
}

const commentOf = (row: Row): string[] => {
  const said = [row.invalid, row.props['comment']].filter((text) => text !== undefined && text !== '');
  return said.length === 0 ? [] : [`;;; ${said.join(' ')}`];
};

function pairs(menu: Menu, row: Row, { quote }: { quote: boolean }): string[] {
  const flagNames = new Set((menu.spec.flags ?? []).map(({ name }) => name));
  const order = [...new Set([...(menu.spec.printFirst ?? []), ...Object.keys(menu.spec.properties)])];
  return order.flatMap((name) => {
    const value = row.props[name];
    if (value === undefined || name === 'comment' || flagNames.has(name) || counters.has(name)) return [];
    return [quote && menu.spec.properties[name]?.type.quoted ? `${name}=${quoted(value)}` : `${name}=${value}`];
  });
}

const quoted = (value: string): string =>
  `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\r', '\\r').replaceAll('\n', '\\n')}"`;

const lineWidth = 80;

function blocks(menu: Menu, rows: readonly Row[], style: PrintStyle): string {
  return legend(menu, rows, style, false) + rows.map((row, number) => block(menu, row, number)).join('');
}

function block(menu: Menu, row: Row, number: number): string {
  const head = `${String(number).padStart(2)} ${flagsOf(menu, row).padEnd(2)} `;
  const lines = [...commentOf(row), ...wrapped(pairs(menu, row, { quote: true }), lineWidth - head.length)];
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

function table(menu: Menu, rows: readonly Row[], columns: readonly string[], style: PrintStyle): string {
  const shown =
    style.version.major === 6 ? columns : columns.filter((name) => rows.some((row) => (row.props[name] ?? '') !== ''));
  const flagWidth = tableFlagWidth(menu, rows, style);
  const numberWidth = style.version.major === 6 ? 2 : Math.max(1, String(rows.length - 1).length);
  const head = (label: string, flags: string): string =>
    `${label.padStart(numberWidth)} ${flagWidth === 0 ? '' : `${flags.padEnd(flagWidth)} `}`;
  const widths = shown.map((name) => Math.max(name.length, ...rows.map((row) => cell(row, name).length)));
  const line = (cells: readonly string[]): string =>
    cells.map((text, index) => text.padEnd(widths[index] ?? 0)).join('  ');
  const body = rows.map((row, number) => {
    const values = line(shown.map((name) => cell(row, name))).trimEnd();
    const [comment] = commentOf(row);
    const label = style.showIds ? row.id : String(number);
    if (comment === undefined) return `${head(label, flagsOf(menu, row))}${values}\n`;
    return style.version.major === 6
      ? `${head(label, flagsOf(menu, row))}${comment}\n${head('', '')}${values}\n`
      : `${comment}\n${head(label, flagsOf(menu, row))}${values}\n`;
  });
  const titles = shown.map((name) => name.toUpperCase());
  const columnsLine = style.version.major === 6 || rows.length === 0 ? '' : `Columns: ${titles.join(', ')}\n`;
  if (style.version.major > 6 && rows.length === 0) return '';
  return `${legend(menu, rows, style, true)}${columnsLine}${head('#', '')}${line(titles)}\n${body.join('')}`;
}

function tableFlagWidth(menu: Menu, rows: readonly Row[], { version }: PrintStyle): number {
  if ((menu.spec.flags ?? []).length === 0) return 0;
  const widest = Math.max(0, ...rows.map((row) => flagsOf(menu, row).length));
  return version.major === 6 ? Math.max(1, widest) : widest;
}

function cell(row: Row, name: string): string {
  const value = row.props[name] ?? '';
  return counters.has(name) ? grouped(value) : value;
}

/** `4 288 079` (firewall-facts 1.4). */
const grouped = (digits: string): string => digits.replace(/\B(?=(\d{3})+$)/g, ' ');

/** Settings print one property a line, names right-aligned. */
export function printSettings(row: Row): string {
  const entries = Object.entries(row.props);
  const width = Math.max(0, ...entries.map(([name]) => name.length)) + 2;
  return `${entries.map(([name, value]) => `${name.padStart(width)}: ${value}\n`).join('')}`;
}
