import { maskSecrets } from '../../core/mask-secrets.ts';
import { type DiffLine, diffLines } from '../../report/model/line-diff.ts';
import { plainText } from '../../report/text/plain-text.ts';

/** Lines of context before and behind a change, as `diff -u` has them. */
const context = 3;

/** What `diff -u` prints of two texts of a file; nothing when they are equal. Secrets are masked. */
export function unifiedDiff(file: string, before: string, after: string): string {
  const lines = diffLines(before, after);
  const hunks = hunksOf(lines).map(([first, last]) => hunkText(lines, first, last));
  return hunks.length === 0 ? '' : `--- ${file}\n+++ ${file}\n${hunks.join('')}`;
}

/** First and last line of each hunk. */
function hunksOf(lines: readonly DiffLine[]): readonly (readonly [first: number, last: number])[] {
  const hunks: [number, number][] = [];
  for (const [at, { change }] of lines.entries()) {
    if (change === 'same') continue;
    const last = hunks.at(-1);
    if (last !== undefined && at - context <= last[1] + 1) last[1] = Math.min(lines.length - 1, at + context);
    else hunks.push([Math.max(0, at - context), Math.min(lines.length - 1, at + context)]);
  }
  return hunks;
}

const signs = { same: ' ', added: '+', removed: '-' };

function hunkText(lines: readonly DiffLine[], first: number, last: number): string {
  // The empty line behind the last line end is no line.
  const own = lines.slice(first, last + 1).filter(({ text }, at) => text !== '' || first + at < lines.length - 1);
  const count = (within: readonly DiffLine[], left: DiffLine['change']): number =>
    within.filter(({ change }) => change !== left).length;
  const [before, after] = (['added', 'removed'] as const).map(
    (left) => `${count(lines.slice(0, first), left) + 1},${count(own, left)}`,
  );
  const body = own.map(({ change, text }) => `${signs[change]}${plainText(maskSecrets(text.replace(/\r$/, '')))}\n`);
  return `@@ -${before} +${after} @@\n${body.join('')}`;
}
