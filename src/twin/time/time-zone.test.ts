import { expect, test } from 'vitest';
import { offsetText, timeZoneName, zoneOffset } from './time-zone.ts';
import { TwinClock } from './twin-clock.ts';

test.each([
  ['Asia/Jakarta', '2023-07-20T12:00:00Z', '+07:00'],
  ['Europe/Riga', '2024-07-01T12:00:00Z', '+03:00'],
  ['Europe/Riga', '2024-01-01T12:00:00Z', '+02:00'],
  ['America/St_Johns', '2024-01-01T12:00:00Z', '-03:30'],
  ['manual', '2024-01-01T12:00:00Z', '+00:00'],
])('%s is at %s %s', (zone, moment, offset) => {
  expect(offsetText(zoneOffset(zone)(Date.parse(moment)))).toBe(offset);
});

test('a zone that nobody knows is refused', () => {
  expect(() => timeZoneName.parse('Nowhere/None')).toThrow('input does not match any value of time-zone-name');
});

test('the wall clock jumps an hour when summer begins, and takes a time as of the zone', () => {
  const clock = new TwinClock(0);
  clock.zone = zoneOffset('Europe/Riga');
  clock.setWall(Date.parse('2024-03-31T02:59:59Z'));
  const before = clock.uptimeMs;
  expect(new Date(clock.wallAt(before)).toISOString()).toContain('02:59:5');
  expect(new Date(clock.wallAt(before + 2000)).toISOString()).toContain('04:00:0');
});
