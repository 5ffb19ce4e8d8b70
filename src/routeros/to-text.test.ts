import { expect, test } from 'vitest';
import { toPropertyText, toText } from './to-text.ts';
import { bool, keyed, list, nil, nothing, num, str, timeOfMs, type Value } from './value.ts';

const mixed: Value = {
  type: 'array',
  list: [num(1), list([str('a'), str('b')])],
  keyed: new Map([
    ['z', bool(true)],
    ['b', timeOfMs(90_000)],
  ]),
};

test('prints unkeyed members first, keyed ones by key, nested ones flat', () => {
  expect(toText(mixed)).toBe('1;a;b;b=00:01:30;z=true');
});

test('writes properties with commas, yes and unit times', () => {
  expect(toPropertyText(mixed)).toBe('1,a,b,b=1m30s,z=yes');
});

test.each([
  [nil, ''],
  [nothing, ''],
  [list([]), ''],
  [keyed([['a', str('x y')]]), 'a=x y'],
  [{ type: 'code', body: undefined } as const, '(code)'],
])('prints %j as %j', (value, text) => {
  expect(toText(value)).toBe(text);
});
