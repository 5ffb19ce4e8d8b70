import { plainText } from './plain-text.ts';

/** The lines of a text, wrapped at `width` and cut after `most` lines, which the last one then says. */
export function hang(text: string, width: number, most: number): string[] {
  const lines = plainText(text)
    .replaceAll('\t', '  ')
    .trimEnd()
    .split('\n')
    .flatMap((line) => wrap(line, width));
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most), `… ${lines.length - most} more lines in the report`];
}

function wrap(line: string, width: number): string[] {
  const lines: string[] = [];
  let rest = line;
  while (rest.length > width) {
    const cut = breakAt(rest, width);
    lines.push(rest.slice(0, cut));
    rest = rest.slice(cut).trimStart();
  }
  return [...lines, rest];
}

/** The last blank that fits, or the middle of a word that is too long by itself. */
function breakAt(line: string, width: number): number {
  const blank = line.lastIndexOf(' ', width);
  return blank > width / 3 ? blank : width;
}
