import { describe, expect, test } from 'vitest';
import { bitsAt } from './connection-rates.ts';

describe('the bits of a speed', () => {
  // Each range is seen for itself; the second one stands a bit higher.
  test.each([
    ['0-100k', 0, 0],
    ['0-100k', 100_000, 0],
    ['0-100k', 100_001, 0x40000],
    ['500k-1M', 499_999, 0],
    ['500k-1M', 500_000, 0x40000],
    ['500k-1M', 1_000_001, 0],
    ['1M-0', 4e12, 0x40000],
    ['1M-0', 999_999, 0],
  ])('%s at %i', (range, speed, bits) => {
    expect(bitsAt(speed, [range])).toBe(bits);
    expect(bitsAt(speed, ['0-0', range]) & ~0x40000).toBe(bits * 2);
  });
});
