import fc from 'fast-check';
import { expect, test } from 'vitest';
import { textOfBytes } from '../byte-text.ts';
import { encodeSentence, encodeWord, type Sentence, SentenceDecoder, type SentenceLimits } from './sentence.ts';

const limits: SentenceLimits = { wordBytes: 100, sentenceBytes: 200, words: 5 };

function decode(chunks: Iterable<Uint8Array>, within?: SentenceLimits): Sentence[] {
  const decoder = new SentenceDecoder(within);
  const sentences: Sentence[] = [];
  for (const chunk of chunks) decoder.push(chunk, (words) => sentences.push(words));
  return sentences;
}

function* cut(bytes: Uint8Array, size: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

test.each([
  [0x7f, '7f'],
  [0x80, '8080'],
  [0x3fff, 'bfff'],
  [0x4000, 'c04000'],
  [0x1fffff, 'dfffff'],
  [0x200000, 'e0200000'],
  [0x1000000, 'e1000000'],
])('writes the length %i as %s', (length, prefix) => {
  expect(
    encodeWord('a'.repeat(length))
      .subarray(0, prefix.length / 2)
      .toString('hex'),
  ).toBe(prefix);
});

test.each([0x7f, 0x80, 0x3fff, 0x4000, 0x1fffff, 0x200000])('reads a word of %i bytes back', (length) => {
  const words = ['/a', 'x'.repeat(length), '=y='];
  expect(decode([encodeSentence(words)])).toEqual([words]);
});

test('reads a length of five bytes', () => {
  const bytes = Buffer.concat([Buffer.from('f000000002', 'hex'), Buffer.from('ab'), Buffer.of(0)]);
  expect(decode([bytes])).toEqual([['ab']]);
});

test('gives the same sentences however they are cut', () => {
  const sentence = fc.array(fc.string({ unit: 'binary', minLength: 1, maxLength: 150 }), {
    minLength: 1,
    maxLength: 5,
  });
  fc.assert(
    fc.property(fc.array(sentence, { maxLength: 4 }), fc.integer({ min: 1, max: 500 }), (sentences, size) => {
      const bytes = Buffer.concat(sentences.map(encodeSentence));
      expect(decode(cut(bytes, size))).toEqual(sentences);
    }),
  );
});

test('keeps bytes that are no UTF-8', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 100 }), (bytes) => {
      expect(encodeWord(textOfBytes(bytes)).subarray(1)).toEqual(Buffer.from(bytes));
    }),
  );
});

test('keeps Cyrillic and a stray byte apart', () => {
  const word = Buffer.concat([Buffer.from('Привет'), Buffer.of(0xe9)]);
  expect(decode([Buffer.of(word.length), word, Buffer.of(0)])).toEqual([['Привет\udce9']]);
});

test('ignores empty sentences', () => {
  expect(decode([Buffer.from('0000', 'hex'), encodeSentence(['a']), Buffer.of(0)])).toEqual([['a']]);
});

test('refuses to write a word that would end the sentence', () => {
  expect(() => encodeSentence(['/a', ''])).toThrow('An empty word would end the sentence.');
});

test.each([
  ['word-too-long', encodeWord('x'.repeat(101))],
  ['word-too-long', Buffer.from('f0ffffffff', 'hex')],
  ['sentence-too-long', Buffer.concat([encodeWord('x'.repeat(100)), encodeWord('y'.repeat(100))])],
  ['too-many-words', Buffer.concat(Array.from('abcdef', encodeWord))],
  ['reserved-length', Buffer.of(0xf8)],
  ['reserved-length', Buffer.of(0xff, 0xff)],
])('refuses %s without waiting for the rest', (problem, bytes) => {
  expect(() => decode([bytes], limits)).toThrow(expect.objectContaining({ name: 'SentenceError', problem }));
});

test('hands out what came before the fault', () => {
  const taken: Sentence[] = [];
  const bytes = Buffer.concat([encodeSentence(['good']), Buffer.of(0xff)]);
  expect(() => new SentenceDecoder().push(bytes, (words) => taken.push(words))).toThrow('reserved byte 0xff');
  expect(taken).toEqual([['good']]);
});

test('survives every input', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 20 }), (chunks) => {
      try {
        decode(chunks, limits);
      } catch (error) {
        expect(error).toHaveProperty('name', 'SentenceError');
      }
    }),
  );
});
