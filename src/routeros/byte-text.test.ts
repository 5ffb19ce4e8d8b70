import { expect, test } from 'vitest';
import { byteLength, bytesOfText, joinTexts, sliceBytes, textOfBytes } from './byte-text.ts';

test.each([
  [[0x61, 0x62]],
  [[0xe2, 0x9d, 0xa4]],
  [[0x80]],
  [[0x61, 0xff, 0xe2, 0x9d]],
  [[0xf0, 0x9f, 0x98, 0x80, 0xed, 0xa0, 0x80]],
  [[0xef, 0xbf, 0xbd, 0xc0]],
])('keeps the bytes %j', (bytes) => {
  expect([...bytesOfText(textOfBytes(Uint8Array.from(bytes)))]).toEqual(bytes);
});

test('shows valid UTF-8 as characters', () => {
  expect(textOfBytes(Uint8Array.of(0xe2, 0x9d, 0xa4))).toBe('❤');
});

test('joins the halves of a character', () => {
  const [first, second] = [sliceBytes('❤', 0, 1), sliceBytes('❤', 1, 3)];
  expect(joinTexts([first, second])).toBe('❤');
});

test('counts bytes, not characters', () => {
  expect([byteLength('abc'), byteLength('ä❤'), byteLength('😀')]).toEqual([3, 5, 4]);
});
