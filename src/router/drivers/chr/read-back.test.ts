import { expect, test } from 'vitest';
import { additionsOf, missingItems } from './read-back.ts';

const additions = (text: string): object => Object.fromEntries(additionsOf({ name: 'gw.rsc', text }));

test('counts what each menu is to get', () => {
  const text = `/ip pool
add name=a ranges=192.0.2.2
/ip firewall filter
add chain=input action=drop
add chain=forward action=drop
/ip/firewall/nat add chain=srcnat action=masquerade
:log info "add"
/system identity
set name=gw
`;
  expect(additions(text)).toEqual({ 'ip pool': 1, 'ip firewall filter': 2, 'ip firewall nat': 1 });
});

test.each([
  ['a menu that something is taken from', '/ip pool\nadd name=a ranges=192.0.2.2\nremove [find name=b]\n'],
  ['a file with blocks', '/ip pool add name=a ranges=192.0.2.2\n/ip dns { set servers=192.0.2.1 }\n'],
  ['a file that does not parse', '/ip pool add name="\n'],
])('counts nothing in %s', (_, text) => {
  expect(additions(text)).toEqual({});
});

test('names the menus that have too little', async () => {
  const wanted = additionsOf({
    name: 'gw.rsc',
    text: '/ip pool\nadd name=a\nadd name=b\n/ip address\nadd address=a\n',
  });
  const now: Readonly<Record<string, number>> = { 'ip pool': 3, 'ip address': 1 };
  expect(await missingItems(wanted, new Map([['ip pool', 2]]), async (menu) => now[menu])).toEqual([
    '/ip pool: 1 of the 2 items that the configuration adds',
  ]);
});
