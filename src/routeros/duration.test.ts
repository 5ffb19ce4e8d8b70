import { expect, test } from 'vitest';
import { formatDuration, parseDuration } from './duration.ts';

test.each([
  ['30s', 30_000],
  ['1m30s', 90_000],
  ['1w2d3h4m5s', 788_645_000],
  ['00:00:30', 30_000],
  ['1d02:03:04', 93_784_000],
  ['00:00:01.5', 1500],
  ['30', 30_000],
  ['0.5', 500],
  ['250ms', 250],
  ['0s', 0],
])('counts %s as %d ms', (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

test.each(['', 'never', '1x', '-5', '1d-2h', ':30', '1.2.3'])('takes %j for no duration', (text) => {
  expect(parseDuration(text)).toBeUndefined();
});

test.each([
  [0, '0s'],
  [30_000, '30s'],
  [90_000, '1m30s'],
  [777_600_000, '1w2d'],
  [3_600_000, '1h'],
  [1500, '1s500ms'],
])('writes %d ms as %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});
