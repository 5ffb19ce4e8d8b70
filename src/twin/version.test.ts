import { expect, test } from 'vitest';
import { isAtLeast, parseVersion } from './version.ts';

test.each([
  ['6.49', { text: '6.49.18', major: 6, minor: 49, patch: 18 }],
  ['6', { text: '6.49.18', major: 6, minor: 49, patch: 18 }],
  ['7', { text: '7.16.2', major: 7, minor: 16, patch: 2 }],
  ['7.10', { text: '7.10', major: 7, minor: 10, patch: 0 }],
  ['7.23rc1', { text: '7.23rc1', major: 7, minor: 23, patch: 0 }],
  ['6.48.6', { text: '6.48.6', major: 6, minor: 48, patch: 6 }],
])('reads %s', (text, version) => {
  expect(parseVersion(text)).toEqual(version);
});

test.each(['', 'seven', 'v7.1'])('refuses "%s"', (text) => {
  expect(() => parseVersion(text)).toThrow(`not a RouterOS version: ${text}`);
});

test.each([
  ['6.49.18', 7, 10, false],
  ['7.9.2', 7, 10, false],
  ['7.10', 7, 10, true],
  ['7.16.2', 7, 10, true],
  ['7.16.2', 6, 50, true],
])('%s is at least %i.%i: %s', (text, major, minor, expected) => {
  expect(isAtLeast(parseVersion(text), major, minor)).toBe(expected);
});
