import { expect, test } from 'vitest';
import { RegexCache } from './regex.ts';
import { RouterosError } from './routeros-error.ts';

const regexes = new RegexCache();

test.each([
  ['drop', 'firewall drop input', true],
  ['^drop', 'firewall drop', false],
  ['Drop', 'drop', false],
  ['a|b', 'xbx', true],
  ['[[:digit:]]+$', 'port 22', true],
  ['[]x]', ']', true],
  ['[^]]', ']', false],
  ['[\\d]', '5', false],
  ['[\\d]', '\\', true],
  ['a{2}', 'aa', true],
  ['a{,b', 'a{,b', true],
  ['{x}', '{x}', true],
  ['*a', '*a', true],
  ['a**', '', true],
  ['\\.', 'a', false],
  ['\\.', '.', true],
  ['\\d', 'd', true],
  ['\\w+@', 'me@', true],
  ['(ssh|telnet)\\>', 'ssh: x', true],
  ['a.b', 'a\nb', true],
  ['bot\\$', 'bot$', true],
  ['(a+)+$', `${'a'.repeat(5000)}b`, false],
])('%j on %j gives %s', (pattern, text, matches) => {
  expect(regexes.test(pattern, text)).toBe(matches);
});

test('refuses a pattern that is none', () => {
  expect(() => regexes.test('(a', 'a')).toThrow(RouterosError);
});
