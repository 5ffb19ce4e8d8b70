import { expect, test } from 'vitest';
import { decodeNtp, encodeNtp, msOfTimestamp, timestamp } from './ntp-message.ts';

test.each([
  ['2023-07-20T20:43:56.250Z', 0xe864_1b0c_4000_0000n],
  ['1970-01-02T00:00:00.000Z', 0x83ab_d000_0000_0000n],
])('%s is written as RFC 5905 writes it', (iso, stamp) => {
  expect(timestamp(Date.parse(iso))).toBe(stamp);
  expect(msOfTimestamp(stamp)).toBe(Date.parse(iso));
});

test('goes on after February 2036, when the seconds begin anew', () => {
  const late = Date.parse('2040-01-01T00:00:00.500Z');
  expect(msOfTimestamp(timestamp(late))).toBe(late);
});

test('a packet that is too short is none', () => {
  expect(decodeNtp(Buffer.alloc(47))).toBeUndefined();
});

test('a packet is read as it was written', () => {
  const message = { leap: 3, mode: 4, stratum: 2, origin: 5n, receivedMs: Date.UTC(2023, 6, 20), transmit: 7n };
  expect(decodeNtp(encodeNtp(message))).toEqual(message);
});
