/** A text with the name that messages call it by. */
export interface Source {
  readonly name: string;
  readonly text: string;
}

/** 1-based; `column` counts characters. */
export interface Location {
  readonly line: number;
  readonly column: number;
}

/** Where an offset (in UTF-16 units) lies. LF, CRLF and CR all end a line. */
export function locate(source: Source, offset: number): Location {
  const before = source.text.slice(0, offset).split(/\r\n|\r|\n/);
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

/** `file:line:column`, the line and a caret under the fault. */
export function printLocation(source: Source, { line, column }: Location): string {
  const text = source.text.split(/\r\n|\r|\n/)[line - 1] ?? '';
  const [shown, caretAt] = excerpt(text, column);
  const gutter = `${line} | `;
  return `${source.name}:${line}:${column}\n${gutter}${shown}\n${' '.repeat(gutter.length + caretAt - 1)}^`;
}

const widest = 150;

/** A very long line is cut to the part around the fault. */
function excerpt(text: string, column: number): [shown: string, column: number] {
  if (text.length <= widest) return [text.replaceAll('\t', ' '), column];
  const start = Math.max(0, column - 1 - widest / 2);
  const cut = text.slice(start, start + widest).replaceAll('\t', ' ');
  return start === 0 ? [`${cut}…`, column] : [`…${cut}…`, column - start + 1];
}
