import { expect, test } from 'vitest';
import { parseScript } from './parser.ts';
import { printExport } from './print-export.ts';

const exported = (text: string): string => printExport(parseScript({ name: 'test.rsc', text }));

test.each([
  ['/ip/firewall/filter/add chain=input action="drop"', '/ip firewall filter\nadd action=drop chain=input\n'],
  [
    '/ip firewall filter add chain=a\n/ip firewall filter add chain=b',
    '/ip firewall filter\nadd chain=a\nadd chain=b\n',
  ],
  [
    '/ip address\nadd address=192.0.2.1/24 \\\n    interface=ether1',
    '/ip address\nadd address=192.0.2.1/24 interface=ether1\n',
  ],
  ['/ip service\nset telnet disabled=yes', '/ip service\nset telnet disabled=yes\n'],
  [
    '/interface ethernet set [find default-name=ether1] name=wan',
    '/interface ethernet\nset [ find where default-name = ether1 ] name=wan\n',
  ],
  ['/system identity set name="a b"', '/system identity\nset name="a b"\n'],
  ['/ip route set 0 !gateway', '/ip route\nset 0 !gateway\n'],
  [':local a 1\n:put $a', ':local a 1\n:put $a\n'],
])('%j exports as %j', (text, output) => {
  expect(exported(text)).toBe(output);
});

test('long lines wrap as RouterOS wraps them', () => {
  const text = `/ip firewall filter add chain=input comment="${'word '.repeat(30)}" action=drop`;
  expect(
    exported(text)
      .split('\n')
      .every((line) => line.length <= 79),
  ).toBe(true);
  expect(exported(exported(text))).toBe(exported(text));
});
