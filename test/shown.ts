import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';

// Output that the documents show: behind `<!-- shown by test/x.test.ts: WHAT -->` stands a block that this test compares with what it has seen.

/** A block of a document, and who keeps it true. */
export interface Shown {
  readonly document: string;
  /** From the project's root: `test/mutate.lab.test.ts`. */
  readonly by: string;
  /** `mutate`: a command, or what else the test calls it. */
  readonly what: string;
  readonly text: string;
}

const root = join(import.meta.dirname, '..');
const block = /^<!-- shown by (\S+): (.+?) -->\n```\w*\n([\s\S]*?)^```$/gm;

/** Every such block of the documents. */
export function shownBlocks(): readonly Shown[] {
  return globSync(['*.md', 'docs/**/*.md'], { cwd: root }).flatMap((document) =>
    [...readFileSync(join(root, document), 'utf8').matchAll(block)].map(([, by = '', what = '', text = '']) => ({
      document,
      by,
      what,
      text,
    })),
  );
}

/** What was seen holds each block of that name, but for what differs from run to run. */
export function expectShown(by: ImportMeta, what: string, seen: string): void {
  const blocks = shownBlocks().filter((one) => join(root, one.by) === by.filename && one.what === what);
  expect(blocks, `a document shows what this test calls "${what}"`).not.toEqual([]);
  for (const { text } of blocks) expect(lasting(seen)).toContain(lasting(withoutCall(text)));
}

/** The command line above its output. */
const withoutCall = (text: string): string => text.replace(/^(?:\$ .*\n)+/, '');

/** Without times, ports that the kernel chose, names of runs and folders made for a test. */
function lasting(text: string): string {
  return text
    .replaceAll(/\d+(?:\.\d+)? (ms|s|min)\b/g, 'N $1')
    .replaceAll(/\bN (?:ms|s|min)\b/g, 'N s')
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-[0-9a-f]{4}/g, 'RUN')
    .replaceAll(/(127\.0\.0\.1|localhost|\[::1\]):\d+/g, '$1:PORT')
    .replaceAll(/\/\S*\/knocklab-project-\w+/g, '/home/ana/firewall')
    .replaceAll(/[ \t]+$/gm, '');
}
