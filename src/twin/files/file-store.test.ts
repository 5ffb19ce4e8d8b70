import { expect, test } from 'vitest';
import { FileStore } from './file-store.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const paths = (store: FileStore): string[] =>
  store.files.map(({ path }) => path).filter((path) => !/^(skins|pub)$/.test(path));

function storeWith(...names: string[]): FileStore {
  const store = new FileStore(() => 0, { bytes: 100, files: 10 });
  for (const name of names) store.write(name, bytes(name));
  return store;
}

test.each([
  ['/flash//x.rsc', 'flash/x.rsc'],
  ['a/../b', 'b'],
  ['../../etc/passwd', 'etc/passwd'],
  ['/', ''],
])('takes %s for %s', (given, path) => {
  expect(storeWith().normalised(given)).toBe(path);
});

test('makes the directories above a file', () => {
  const store = storeWith('flash/keep/x.rsc');
  expect(paths(store)).toEqual(['flash', 'flash/keep', 'flash/keep/x.rsc']);
  expect(store.below('flash').map(({ path }) => path)).toEqual(['flash/keep']);
});

test('a file that is written again keeps its id', () => {
  const store = storeWith('x');
  const before = store.find('x')?.id;
  expect(store.write('/x', bytes('more')).id).toBe(before);
  expect(store.read('x')).toEqual(bytes('more'));
});

test('takes a directory away with all in it, and renames it so', () => {
  const store = storeWith('a/x', 'a/b/y', 'ab');
  store.rename('a', 'c/d');
  expect(paths(store)).toEqual(['ab', 'c', 'c/d', 'c/d/x', 'c/d/b', 'c/d/b/y']);
  store.remove('c');
  expect(paths(store)).toEqual(['ab']);
  expect(store.freeBytes).toBe(98);
});

test.each([
  ['missing', (store: FileStore) => store.read('none')],
  ['missing', (store: FileStore) => store.remove('none')],
  ['missing', (store: FileStore) => store.rename('none', 'other')],
  ['exists', (store: FileStore) => store.rename('x', 'y')],
  ['exists', (store: FileStore) => store.makeDirectory('pub')],
  ['directory', (store: FileStore) => store.write('pub', bytes(''))],
  ['directory', (store: FileStore) => store.read('pub')],
  ['name', (store: FileStore) => store.write('../', bytes(''))],
  ['name', (store: FileStore) => store.write('a\nb', bytes(''))],
  ['name', (store: FileStore) => store.write('x/below-a-file', bytes(''))],
  ['name', (store: FileStore) => store.rename('pub', 'pub/pub')],
  ['full', (store: FileStore) => store.write('z', new Uint8Array(99))],
])('refuses: %s (%s)', (fault, act) => {
  const store = storeWith('x', 'y');
  const before = paths(store);
  expect(() => act(store)).toThrow(expect.objectContaining({ fault }));
  expect(paths(store)).toEqual(before);
});

test('holds no more files than it may', () => {
  const store = storeWith('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h');
  expect(() => store.write('i', bytes(''))).toThrow('not enough disk space');
});
