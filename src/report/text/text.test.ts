import { expect, test } from 'vitest';
import { durationText } from './duration-text.ts';
import { hang } from './hanging-text.ts';
import { plainText } from './plain-text.ts';
import { repeatCommand } from './repeat-command.ts';
import { tally } from './status-text.ts';

test.each([
  [0, '0 ms'],
  [999.4, '999 ms'],
  [1240, '1.24 s'],
  [59_900, '59.9 s'],
  [59_999, '1 min'],
  [65_000, '1 min 5 s'],
  [3_600_000, '1 h'],
  [5_400_000, '1 h 30 min'],
])('writes %d ms as %s', (ms, text) => {
  expect(durationText(ms)).toBe(text);
});

test.each([
  ['npx knocklab run husain/scheme3', 'npx knocklab run a/b'],
  ['node bin/knocklab.js run', 'node bin/knocklab.js run a/b'],
  ['knocklab run x y --config my.rsc --keep', 'knocklab run a/b --config my.rsc --keep'],
  ['knocklab run x --router chr --image chr.img', 'knocklab run a/b --router chr --image chr.img'],
  ["knocklab run --config 'my file.rsc' x", "knocklab run a/b --config 'my file.rsc'"],
  ['knocklab run --config=my.rsc --shard 1/4 --workers 2', 'knocklab run a/b --config=my.rsc --workers 2'],
  ['knocklab run --shard=1/4', 'knocklab run a/b'],
  ['knocklab run --gate /run/gate.sock', 'knocklab run a/b'],
  ['knocklab run ../mine/a.yaml x', 'knocklab run ../mine/a.yaml'],
  ['knocklab run scenarios/a/b.yaml --topology mine/a.yaml', 'knocklab run a/b --topology mine/a.yaml'],
  ['', 'npx knocklab run a/b'],
])('narrows %j to one scenario', (command, expected) => {
  expect(repeatCommand(command, 'a/b')).toBe(expected);
});

test('repeats several scenarios with one command', () => {
  expect(repeatCommand('knocklab run a --keep', 'a/b', 'a/c')).toBe('knocklab run a/b a/c --keep');
});

test('quotes a scenario that a shell would take apart', () => {
  expect(repeatCommand('knocklab run', "it's; rm")).toBe("knocklab run 'it'\\''s; rm'");
});

test.each([
  ['\u001b[31mred\u001b[0m', 'red'],
  ['a\r\nb\rc', 'a\nb\nc'],
  ['bell\u0007', 'bell␇'],
  ['turn\u202e', 'turnU+202E'],
  ['\ud800 alone', '\ufffd alone'],
  ['tab\tand ✔', 'tab\tand ✔'],
])('shows %j safely', (text, expected) => {
  expect(plainText(text)).toBe(expected);
});

test('wraps at blanks, and inside words only where it must', () => {
  expect(hang('one two three', 7, 9)).toEqual(['one two', 'three']);
  expect(hang('abcdefghij', 4, 9)).toEqual(['abcd', 'efgh', 'ij']);
  expect(hang('x'.repeat(2_000_000), 80, 2)).toHaveLength(3);
});

test('counts what occurred', () => {
  expect(tally(['passed', 'error', 'passed', 'error', 'failed'])).toBe('2 passed, 1 failed, 2 errors');
});
