import { beforeEach, expect, test } from 'vitest';
import { twinOnPaper } from './fixtures/twin-on-paper.ts';
import type { Twin } from './twin.ts';

let twin: Twin;
beforeEach(() => {
  twin = twinOnPaper();
});

const addList = (props: Readonly<Record<string, string>>): Promise<{ readonly id: string }> =>
  twin.menus.get('interface list').add(props);
const addMember = (list: string, name: string, disabled = 'no'): Promise<unknown> =>
  twin.menus.get('interface list member').add({ list, interface: name, disabled });
const membersOf = (list: string): string[] => [...twin.network.interfaceLists.membersOf(list)];

test('the lists that every router has', () => {
  expect(['all', 'static', 'dynamic', 'none'].map(membersOf)).toEqual([
    ['ether1', 'ether2', 'lo'],
    ['ether1', 'ether2', 'lo'],
    [],
    [],
  ]);
});

test('holds what it includes, without what it excludes, and its own members', async () => {
  await addList({ name: 'WAN' });
  await addMember('WAN', 'ether1');
  await addList({ name: 'others', include: 'all', exclude: 'WAN' });
  expect(membersOf('others')).toEqual(['ether2', 'lo']);
  await addMember('others', 'ether1');
  expect(membersOf('others').toSorted()).toEqual(['ether1', 'ether2', 'lo']);
});

test('a disabled member is none', async () => {
  await addList({ name: 'WAN' });
  await addMember('WAN', 'ether1', 'yes');
  expect(membersOf('WAN')).toEqual([]);
});

test('lists that include each other come to an end', async () => {
  const first = await addList({ name: 'first' });
  await addList({ name: 'second', include: 'first' });
  await twin.menus.get('interface list').set(first.id, { include: 'second' });
  await addMember('second', 'ether2');
  expect(membersOf('first')).toEqual(['ether2']);
});

test('each list has a bit of its own in the group of its members', async () => {
  await addList({ name: 'WAN' });
  await addMember('WAN', 'ether1');
  const { interfaceLists } = twin.network;
  const bits = ['all', 'static', 'WAN'].map((list) => 2 ** interfaceLists.bitOf(list));
  expect(new Set(bits).size).toBe(3);
  expect(interfaceLists.groupOf('ether1')).toBe(bits.reduce((sum, bit) => sum + bit));
});

test('rules may name 32 lists; those that none names any more give their room to others', async () => {
  const { interfaceLists } = twin.network;
  const rules = twin.menus.get('ip firewall filter');
  for (let number = 1; number <= 40; number++) await addList({ name: `list${number}` });
  for (let number = 1; number <= 32; number++)
    await rules.add({ chain: 'input', 'in-interface-list': `list${number}` });
  expect(interfaceLists.assignBits()).toBe(true);
  expect(() => interfaceLists.bitOf('list40')).toThrow(
    'the twin does not enforce rules on more than 32 interface lists',
  );
  const [first] = rules.items;
  if (first !== undefined) await rules.remove({ ...first, dynamic: false });
  interfaceLists.assignBits();
  expect(interfaceLists.bitOf('list40')).toBeLessThan(32);
});
