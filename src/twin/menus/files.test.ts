import { expect, test } from 'vitest';
import { twinOnPaper } from '../fixtures/twin-on-paper.ts';
import type { Twin } from '../twin.ts';

const signal = new AbortController().signal;

async function run(twin: Twin, text: string): Promise<string> {
  const printed: string[] = [];
  await twin.scripts.runText({ name: 'test', text }, { user: 'admin', signal, print: (line) => printed.push(line) });
  return printed.join('');
}

test('a file is added, changed, read and taken away', async () => {
  const twin = twinOnPaper();
  await run(twin, '/file add name=flash/x.rsc contents=":put 1"');
  expect(await run(twin, ':put [/file get flash/x.rsc type]; :put [/file get flash/x.rsc size]')).toBe('script\n6\n');
  await run(twin, '/file set flash/x.rsc contents=":put 22" name=y.txt');
  expect(await run(twin, ':put [/file get y.txt contents]; :put [/file find name="flash/x.rsc"]')).toBe(':put 22\n\n');
  expect(await run(twin, '/file print')).toMatch(/y\.txt +\.txt file +7/);
  await run(twin, '/file remove [find name=y.txt]');
  expect(await run(twin, ':put [:len [/file find name=y.txt]]')).toBe('0\n');
});

test('imports what it keeps, bytes that are no text too', async () => {
  const twin = twinOnPaper();
  twin.files.write('flash/a.rsc', Uint8Array.of(...Buffer.from('/system identity set name="x'), 0xff, 0x22, 0x0a));
  await run(twin, '/import flash/a.rsc');
  expect(await run(twin, ':put [:len [/system identity get name]]')).toBe('2\n');
  await expect(run(twin, '/import none.rsc')).rejects.toThrow('Cannot open import file, file does not exist');
});

test.each([
  ['6.49', 4095],
  ['7', 61_440],
])('%s shows and takes contents of %i bytes at most', async (ros, most) => {
  const twin = twinOnPaper(ros);
  twin.files.write('x', new Uint8Array(most).fill(97));
  expect(await run(twin, ':put [:len [/file get x contents]]')).toBe(`${most}\n`);
  twin.files.write('x', new Uint8Array(most + 1).fill(97));
  expect(await run(twin, ':put [:len [/file get x contents]]')).toBe('0\n');
  await expect(run(twin, `/file set x contents=${'a'.repeat(most + 1)}`)).rejects.toThrow(
    'failure: new contents too long',
  );
});

test('reads long files in pieces', async () => {
  const twin = twinOnPaper();
  twin.files.write('x', new TextEncoder().encode('0123456789'.repeat(10_000)));
  expect(await run(twin, ':put ([/file read file=x offset=99995 chunk-size=10 as-value]->"data")')).toBe('56789\n');
});

test.each([
  ['/file add name=pub type=directory', 'failure: file already exists'],
  ['/file add contents=x', 'missing value(s) of argument(s) name'],
  ['/file remove none', 'no such item'],
  ['/file set pub contents=x', 'failure: is a directory'],
])('%s fails: %s', async (text, message) => {
  await expect(run(twinOnPaper(), text)).rejects.toThrow(message);
});

test('export writes a file that can be imported', async () => {
  const twin = twinOnPaper();
  await run(twin, '/system identity set name=kept; /system identity export file=flash/backup');
  await run(twin, '/system identity set name=other; /import flash/backup.rsc');
  expect(twin.identity).toBe('kept');
});
