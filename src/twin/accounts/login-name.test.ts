import { expect, test } from 'vitest';
import { parseLoginName } from './login-name.ts';

test.each([
  ['admin', { user: 'admin', colours: true, detects: true, columns: undefined, rows: undefined }],
  ['admin+ct200w', { user: 'admin', colours: false, detects: false, columns: 200, rows: undefined }],
  ['admin+100w50h', { user: 'admin', colours: true, detects: true, columns: 100, rows: 50 }],
  ['admin+e', { user: 'admin', colours: false, detects: false, columns: undefined, rows: undefined }],
  ['a+b+c', { user: 'a+b', colours: false, detects: true, columns: undefined, rows: undefined }],
  ['joe+work', { user: 'joe+work', colours: true, detects: true, columns: undefined, rows: undefined }],
])('reads %s', (given, name) => {
  expect(parseLoginName(given)).toEqual(name);
});
