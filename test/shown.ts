import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';

// Output that the documents show: behind `<!-- shown by test/x.test.ts: WHAT -->` stands a block that this test compares with what it has seen.

/** A block of a document, and who keeps it true. */
interface Shown {
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

/** The text of the one block of that name. */
export function shownText(by: ImportMeta, what: string): string {
  const [found, ...more] = shownBlocks().filter((one) => join(root, one.by) === by.filename && one.what === what);
  if (found === undefined || more.length > 0) throw new Error(`one document shows "${what}", once`);
  return found.text;
}

/** What was seen is what the documents show, but for what differs from run to run. */
export function expectShown(by: ImportMeta, what: string, seen: string): void {
  let rest = lasting(seen);
  for (const part of parts(shownText(by, what))) {
    expect(rest).toContain(part);
    rest = rest.slice(rest.indexOf(part) + part.length);
  }
}

/** What stands between command lines and lines that leave something out, `…`. */
function parts(text: string): string[] {
  return lasting(text)
    .split(/^(?:\$ .*| *…)$/m)
    .map((part) => part.replace(/^\n+/, '').trimEnd())
    .filter((part) => part !== '');
}

/** Without times, ports that the kernel chose, names of runs, and folders made for a test. */
function lasting(text: string): string {
  return text
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-[0-9a-f]{4}/g, 'RUN')
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z?/g, 'TIME')
    .replaceAll(/[a-z]{3}\/\d\d\/\d{4}(?: -)? \d\d:\d\d:\d\d/g, 'TIME')
    .replaceAll(/\b\d+(?:\.\d+)? (?:ms|s|min)\b/g, 'N s')
    .replaceAll(/\b(?:\d+h)?(?:\d+m)?\d+s\b/g, 'Ns')
    .replaceAll(/(127\.0\.0\.1|\[::1\])([: ])\d{4,5}/g, '$1$2PORT')
    .replaceAll(/-p \d{4,5}/g, '-p PORT')
    .replaceAll(/PORT +/g, 'PORT ')
    .replaceAll(/\d+ of the suite's items/g, "N of the suite's items")
    .replaceAll(/\/\S*\/knocklab-(?:[a-z]+-)+\w{6}(?=[/\s]|$)/gm, '/home/ana')
    .replaceAll(/\d+\.\d+\.\d+ \(runs knocklab\)/g, 'N (runs knocklab)')
    .replaceAll(/\/usr\/s?bin\//g, '/usr/bin/')
    .replaceAll(/[ \t]+$/gm, '');
}
