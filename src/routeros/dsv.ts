import { arrayEntries, arrayValues } from './array.ts';
import { parseLiteral } from './literal.ts';
import { toText } from './to-text.ts';
import { type ArrayValue, keyed, list, str, type Value } from './value.ts';

interface DsvOptions {
  readonly delimiter: string;
  /** `dsv.wrap-strings`: every text in quotes, not only those that need them. */
  readonly wrapsStrings?: boolean;
  /** `dsv.plain`: nothing in quotes; read, everything stays text. */
  readonly isPlain?: boolean;
  /** `dsv.remap`: rows are keyed arrays, as `print as-value` gives them, and the first line names the keys. */
  readonly isRemapped?: boolean;
  /** `order=`: which keys come first; only with `dsv.remap`. */
  readonly order?: readonly string[];
}

/** Rows of values as lines of delimited text. */
export function toDsv(value: Value, options: DsvOptions): string {
  const rows = rowsOf(value);
  const lines = options.isRemapped === true ? remapped(rows, options.order ?? []) : rows.map(cellsOf);
  return lines.map((cells) => `${cells.map((cell) => writeCell(cell, options)).join(options.delimiter)}\n`).join('');
}

const isArray = (value: Value): value is ArrayValue => value.type === 'array';
const cellsOf = (row: Value): readonly Value[] => (isArray(row) ? arrayValues(row) : [row]);

/** An array without an array in it is one row. */
function rowsOf(value: Value): readonly Value[] {
  if (!isArray(value)) return [value];
  const members = arrayValues(value);
  return members.some(isArray) ? members : [value];
}

function remapped(rows: readonly Value[], order: readonly string[]): readonly (readonly Value[])[] {
  const known = new Set(rows.flatMap((row) => (isArray(row) ? arrayEntries(row).map(([key]) => toText(key)) : [])));
  const keys = [...order, ...[...known].filter((key) => !order.includes(key)).sort()];
  const line = (row: Value): readonly Value[] => {
    const entries = new Map(isArray(row) ? arrayEntries(row).map(([key, value]) => [toText(key), value]) : []);
    return keys.map((key) => entries.get(key) ?? str(''));
  };
  return [keys.map(str), ...rows.map(line)];
}

function writeCell(cell: Value, { delimiter, wrapsStrings = false, isPlain = false }: DsvOptions): string {
  const text = toText(cell);
  const needsQuotes = text.includes(delimiter) || /["\r\n]/.test(text);
  const wraps = !isPlain && (needsQuotes || (wrapsStrings && cell.type === 'str'));
  return wraps ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Lines of delimited text as an array of rows. */
export function ofDsv(text: string, options: DsvOptions): Value {
  const rows = splitRows(text, options);
  if (options.isRemapped !== true) return list(rows.map(list));
  const [head = [], ...others] = rows;
  const keys = head.map(toText);
  return list(others.map((cells) => keyed(keys.map((key, at) => [key, cells[at] ?? str('')] as const))));
}

function splitRows(text: string, { delimiter, isPlain = false }: DsvOptions): readonly (readonly Value[])[] {
  const rows: Value[][] = [];
  let row: Value[] = [];
  for (let at = 0; at < text.length; ) {
    const cell = isPlain ? undefined : /"((?:[^"]|"")*)"/y;
    if (cell !== undefined) cell.lastIndex = at;
    const quoted = cell?.exec(text)?.[1];
    const end = quoted === undefined ? endOfCell(text, at, delimiter) : (cell?.lastIndex ?? at);
    row.push(quoted === undefined ? plainCell(text.slice(at, end), isPlain) : str(quoted.replaceAll('""', '"')));
    at = end;
    if (text.startsWith(delimiter, at)) {
      at += delimiter.length;
      if (at === text.length) row.push(str(''));
      continue;
    }
    at = text.startsWith('\r\n', at) ? at + 2 : at + 1;
    rows.push(row);
    row = [];
  }
  return row.length > 0 ? [...rows, row] : rows;
}

const plainCell = (text: string, isPlain: boolean): Value => (isPlain ? str(text) : parseLiteral(text));

function endOfCell(text: string, start: number, delimiter: string): number {
  let end = start;
  while (end < text.length && text[end] !== '\n' && !text.startsWith('\r\n', end) && !text.startsWith(delimiter, end))
    end++;
  return end;
}
