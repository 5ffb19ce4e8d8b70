import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkConfiguration } from './check-configuration.ts';
import { checks } from './checks.ts';

const folder = join(import.meta.dirname, '../../../lab/router/examples/practices');
const names = readdirSync(folder).map((file) => file.replace('.rsc', ''));
const example = (name: string): string => readFileSync(join(folder, `${name}.rsc`), 'utf8');

const findingsOf = (text: string) => checkConfiguration({ name: 'fw.rsc', text }, checks).findings;

test('there are two of each practice', () => {
  const practices = checks.flatMap(({ practice }) => practice ?? []);
  const expected = practices.flatMap((practice) =>
    ['followed', 'violated'].map((kind) => `${String(practice).padStart(2, '0')}-${kind}`),
  );
  expect(names.toSorted()).toEqual(expected.toSorted());
  expect(expected).toHaveLength(20);
});

test.each(names.filter((name) => name.endsWith('followed')))('%s has no finding', (name) => {
  expect(findingsOf(example(name))).toEqual([]);
});

test.each(names.filter((name) => name.endsWith('violated')))('%s has findings of its own practice only', (name) => {
  const practices = findingsOf(example(name)).map(({ check }) => check.practice);
  expect(new Set(practices)).toEqual(new Set([Number.parseInt(name, 10)]));
});

test.each(names)('every finding of %s has its line', (name) => {
  const lines = example(name).split('\n');
  for (const { at } of findingsOf(example(name))) {
    if (at?.line !== undefined) expect(at.text).toContain(lines[at.line - 1]?.replace(/\\$/, ''));
  }
});
