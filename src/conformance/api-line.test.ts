import { expect, test } from 'vitest';
import { readApiLine } from './api-line.ts';

const items = new Map([['a', '*1F']]);

test.each([
  ['/ip/address/print', []],
  ['/x/add chain=a comment="b \\"c\\" d=e"', ['=chain=a', '=comment=b "c" d=e']],
  ['/x/set .id=$a,$b disabled=yes', ['=.id=*1F,$b', '=disabled=yes']],
  ['/x/print ?.id=$a ?#! detail .proplist=b,c', ['?.id=*1F', '?#!', '=detail=', '=.proplist=b,c']],
  ['/x/set .id=$a !src-address comment=', ['=.id=*1F', '=!src-address=', '=comment=']],
])('%s', (line, words) => {
  expect(readApiLine(line, items)).toMatchObject({ command: line.split(' ')[0], words });
});

test('knows what is asked for, in its order', () => {
  expect(readApiLine('/x/print .proplist=b,a', items).proplist).toEqual(['b', 'a']);
});
