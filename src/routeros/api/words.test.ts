import { expect, test } from 'vitest';
import { attributeWords, parseSentence } from './words.ts';

test('takes a command apart', () => {
  const words = ['/ip/address/print', '?disabled=false', '=.proplist=.id,address', '=detail=', '?#!', '.tag=7'];
  expect(parseSentence(words)).toEqual({
    name: '/ip/address/print',
    attributes: new Map([
      ['.proplist', '.id,address'],
      ['detail', ''],
    ]),
    queries: ['?disabled=false', '?#!'],
    tag: '7',
    rest: [],
  });
});

test.each([
  ['=comment=a=b', 'comment', 'a=b'],
  ['=comment=', 'comment', ''],
  ['=once', 'once', ''],
  ['=.id=*1A', '.id', '*1A'],
  ['=x=line\nline', 'x', 'line\nline'],
])('reads the attribute %j', (word, name, value) => {
  expect(parseSentence(['!re', word]).attributes).toEqual(new Map([[name, value]]));
});

test('takes an empty tag for none', () => {
  expect(parseSentence(['!done', '.tag=']).tag).toBeUndefined();
});

test('keeps the bare words of a fatal reply', () => {
  expect(parseSentence(['!fatal', 'not logged in']).rest).toEqual(['not logged in']);
});

test('writes attributes in their order', () => {
  expect(
    attributeWords(
      new Map([
        ['b', '1'],
        ['a', ''],
      ]),
    ),
  ).toEqual(['=b=1', '=a=']);
});
