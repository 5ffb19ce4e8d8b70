import { describe, expect, test } from 'vitest';
import type { KernelTable, WrittenRule } from './ruleset.ts';
import { isSameTable, listedCounters, patchOf } from './table-patch.ts';

const rule = (id: number, target = 'DROP'): WrittenRule => ({
  name: `filter*${id}`,
  chains: [],
  before: [],
  counted: `-A c -m comment --comment filter*${id} -j ${target}`,
  behind: [],
});

/** With a chain of its own. */
const long = (id: number): WrittenRule => ({
  ...rule(id),
  chains: [`filter*${id}`],
  before: [`-A c -j filter*${id}`],
  behind: [`-A filter*${id} -j DROP`],
});

const table = (...rules: readonly WrittenRule[]): KernelTable => ({
  family: 'ip',
  name: 'filter',
  chains: [{ name: 'c', rules }],
  hooks: [{ hook: 'INPUT', chain: 'c' }],
});

const commands = (before: KernelTable, after: KernelTable, counters = new Map()): readonly string[] | undefined =>
  patchOf(before, after, counters)?.text.split('\n').slice(1, -2);

describe('from one table to the next', () => {
  test('a rule that changes is read, taken out and put in its place', () => {
    expect(commands(table(rule(1), rule(2), rule(3)), table(rule(1), rule(2, 'ACCEPT'), rule(3)))).toEqual([
      '-L c 2 -v -x -n',
      '-D c 2',
      '[0:0] -I c 2 -m comment --comment filter*2 -j ACCEPT',
    ]);
  });

  test('one that comes back brings what it had counted', () => {
    const counters = new Map([['filter*2', { packets: 3, bytes: 90 }]]);
    expect(commands(table(rule(1)), table(rule(1), rule(2)), counters)).toEqual([
      '[3:90] -I c 2 -m comment --comment filter*2 -j DROP',
    ]);
  });

  test('one that goes is only read and taken out', () => {
    expect(commands(table(rule(1), rule(2)), table(rule(2)))).toEqual(['-L c 1 -v -x -n', '-D c 1']);
  });

  test('rules of several lines before it count with all that stand in the chain', () => {
    expect(commands(table(long(1), rule(2)), table(long(1), rule(2, 'ACCEPT')))?.[0]).toBe('-L c 3 -v -x -n');
  });

  test.each<[string, KernelTable, KernelTable]>([
    ['rules of several lines', table(long(1)), table()],
    ['another hook', table(rule(1)), { ...table(rule(1)), hooks: [{ hook: 'OUTPUT', chain: 'c' }] }],
    ['something else around them', table(rule(1)), { ...table(rule(1)), around: { behind: [['-A', 'INPUT']] } }],
    ['very many', table(), table(...Array.from({ length: 21 }, (_, id) => rule(id)))],
  ])('%s take the whole table', (_what, before, after) => {
    expect(patchOf(before, after, new Map())).toBeUndefined();
    expect(isSameTable(before, after)).toBe(false);
  });

  test('rules of the same text are the same', () => {
    expect(isSameTable(table(rule(1), long(2)), table(rule(1), long(2)))).toBe(true);
  });
});

test('counters are read off a listing', () => {
  const listing = `       3      300 DROP       6    --  *      *       0.0.0.0/0            0.0.0.0/0            /* filter*9 */
   12345 67890123 ACCEPT     0    --  *      *       0.0.0.0/0            0.0.0.0/0
`;
  expect(listedCounters(listing)).toEqual([
    { packets: 3, bytes: 300 },
    { packets: 12_345, bytes: 67_890_123 },
  ]);
});
