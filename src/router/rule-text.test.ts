import { expect, test } from 'vitest';
import { ruleText } from './rule-text.ts';

test.each([
  [
    { chain: 'input', action: 'accept', '.id': '*1', bytes: '1', log: 'false', 'log-prefix': '' },
    'action=accept chain=input',
  ],
  [{ 'src-address-list': '!allowed', 'dst-port': '22,8291' }, 'dst-port=22,8291 src-address-list=!allowed'],
  [{ 'src-address-list': 'Save Haven' }, 'src-address-list="Save Haven"'],
  [{ comment: 'say "$5?" \\ \n' }, 'comment="say \\"\\$5\\?\\" \\\\ \\n"'],
  [{ 'log-prefix': 'Drop; all' }, 'log-prefix="Drop; all"'],
  [{ hotspot: '' }, 'hotspot=""'],
  [{ comment: 'Ё\x01' }, 'comment="\\D0\\81\\01"'],
])('writes %j', (row, text) => {
  expect(ruleText(row)).toBe(text);
});
