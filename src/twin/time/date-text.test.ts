import { expect, test } from 'vitest';
import { parseVersion } from '../version.ts';
import { dateText, logTimeText, parseDate, parseTimeOfDay, timeText } from './date-text.ts';

const evening = Date.UTC(2023, 6, 20, 20, 43, 56);

test.each([
  ['6.49', 'jul/20/2023'],
  ['7.9.2', 'jul/20/2023'],
  ['7.10', '2023-07-20'],
  ['7', '2023-07-20'],
])('RouterOS %s writes the date %s', (version, text) => {
  expect(dateText(evening, parseVersion(version))).toBe(text);
});

test.each([
  ['6.49', '2023-07-20T23:00:00Z', '20:43:56'],
  ['6.49', '2023-07-21T00:00:00Z', 'jul/20 20:43:56'],
  ['6.49', '2024-01-01T00:00:00Z', 'jul/20/2023 20:43:56'],
  ['7.16', '2023-07-20T23:00:00Z', '20:43:56'],
  ['7.16', '2023-07-21T00:00:00Z', '07-20 20:43:56'],
  ['7.16', '2024-01-01T00:00:00Z', '2023-07-20 20:43:56'],
  ['7.20', '2023-07-20T23:00:00Z', '2023-07-20 20:43:56'],
])('RouterOS %s at %s writes the time of a log line %s', (version, now, text) => {
  expect(logTimeText(evening, Date.parse(now), parseVersion(version))).toBe(text);
});

test.each(['jul/20/2023', 'Jul/20/2023', '2023-07-20'])('reads %s', (text) => {
  expect(parseDate(text)).toBe(Date.UTC(2023, 6, 20));
});

test.each(['juli/20/2023', '20.7.2023', '', 'xyz/01/2023', 'feb/30/2023', '2023-13-01', '2023-02-29'])(
  'does not take "%s" for a date',
  (text) => {
    expect(parseDate(text)).toBeUndefined();
  },
);

test('writes the time of day', () => {
  expect(timeText(evening)).toBe('20:43:56');
});

test('the 29th of February is a day where there is one', () => {
  expect(parseDate('feb/29/2024')).toBe(Date.UTC(2024, 1, 29));
});

test.each([
  ['20:43:56', 74_636_000],
  ['0:05', 300_000],
  ['23:59:59', 86_399_000],
  ['24:00', undefined],
  ['12:60', undefined],
  ['noon', undefined],
])('reads the time of day %s as %s ms', (text, ms) => {
  expect(parseTimeOfDay(text)).toBe(ms);
});
