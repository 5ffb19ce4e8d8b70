import { describe, expect, test } from 'vitest';
import { twinOnPaper } from '../fixtures/twin-on-paper.ts';
import { complete } from './complete.ts';
import { ConsoleNames } from './console-names.ts';
import { scanConsole } from './scan-statements.ts';

const twin = twinOnPaper();
await twin.menus.get('interface bridge').add({ name: 'bridge lan' });
const names = new ConsoleNames(twin.menus, '7');

function at(text: string, menu = ''): string {
  const { start, candidates } = complete(text, {
    names,
    globals: ['counter'],
    menu: menu.split(' ').filter((part) => part !== ''),
  });
  return `${start}: ${candidates.map((candidate) => candidate.text).join(' ')}`;
}

// One row a place: what has been typed, the menu it is typed in, where the word begins, and how it may go on.
test.each([
  ['/ip/fire', '', '4: firewall'],
  ['/ip fire', '', '4: firewall'],
  ['ip firewall fil', '', '12: filter'],
  ['/ip firewall address-list ad', '', '26: add'],
  ['fil', 'ip firewall', '0: filter'],
  ['.. ip ad', 'system', '6: address'],
  [':pu', '', '1: put'],
  ['/pu', '', '1: '],
  ['put', 'ip firewall', '0: '],
  [':put [/ip/ad', '', '10: address'],
  ['{ /ip ad', '', '6: address'],
  [':if (true) do={ /ip ad', '', '20: address'],
  ['/ip firewall { fil', '', '15: filter'],
  ['/ip firewall\nfil', '', '13: filter'],
  ['add src-m', 'ip firewall filter', '4: src-mac-address'],
  ['add chain=input src-addr', 'ip firewall filter', '16: src-address src-address-list src-address-type'],
  ['add src-address=192.0.2.1 src-address', 'ip firewall filter', '26: src-address-list src-address-type'],
  ['add action=rej', 'ip firewall filter', '11: reject'],
  ['add connection-state=new,est', 'ip firewall filter', '25: established'],
  ['add connection-state=!est', 'ip firewall filter', '22: established'],
  ['add in-interface=eth', 'ip firewall filter', '17: ether1 ether2'],
  ['add disabled=', 'ip firewall filter', '13: yes no'],
  ['set !src-m', 'ip firewall filter', '5: src-mac-address'],
  ['set ether1 nam', 'interface', '11: name'],
  ['set eth', 'interface', '4: ether1 ether2'],
  ['set bri', 'interface', '4: '],
  ['get ether1 mac', 'interface', '11: mac-address'],
  ['print det', 'ip address', '6: detail'],
  ['print where interf', 'ip address', '12: interface'],
  ['remove [find interf', 'ip address', '13: interface'],
  ['print where address=x interf', 'ip address', '22: interface'],
  [':put $coun', '', '6: counter'],
  [':local mine 1; :put $mi', '', '21: mine'],
  [':foreach key,value in=x do={ :put $va', '', '35: value'],
  [':put "a $coun', '', '9: counter'],
  [':put "/ip ad', '', '12: '],
  ['/none/ad', '', '8: '],
  ['# /ip ad', '', '8: '],
])('%j in /%s: %s', (text, menu, expected) => {
  expect(at(text, menu)).toBe(expected);
});

test('a name with blanks is offered in quotes', () => {
  const { candidates } = complete('/interface bridge port add bridge=', { names, globals: [], menu: [] });
  expect(candidates.map(({ text }) => text)).toContain('"bridge lan"');
});

test('what is typed behind a candidate is told', () => {
  const suffixOf = (text: string): string | undefined =>
    complete(text, { names, globals: [], menu: [] }).candidates[0]?.suffix;
  expect(
    ['/ip addr', '/ip address add inter', '/ip address print det', '/ip address add disabled=y'].map(suffixOf),
  ).toEqual([' ', '=', ' ', ' ']);
});

test('each command of the language is offered at the root, none of 7 in 6.49', () => {
  const offered = (dialect: '6.49' | '7'): string[] =>
    complete(':', { names: new ConsoleNames(twin.menus, dialect), globals: [], menu: [] }).candidates.map(
      ({ text }) => text,
    );
  expect(offered('7')).toEqual(expect.arrayContaining(['put', 'onerror', 'ip']));
  expect(offered('6.49')).not.toContain('onerror');
});

describe('hostile input', () => {
  test.each([
    ['brackets', '['.repeat(50_000)],
    ['braces', '{'.repeat(50_000)],
    ['strings in strings', '"$['.repeat(20_000)],
    ['backslashes', '\\'.repeat(50_000)],
    ['a long path', '/ip'.repeat(20_000)],
    ['operators', `:put (${'+'.repeat(50_000)}`],
    ['closing brackets', ')'.repeat(50_000)],
  ])('of %s ends', (_what, text) => {
    expect(scanConsole(text, { names, globals: [], menu: [] }).classes).toHaveLength(text.length);
  });
});
