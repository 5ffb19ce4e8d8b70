import { expect, test } from 'vitest';
import { ListedAddresses } from './listed-addresses.ts';

const told = (addresses: ListedAddresses): string[] => {
  const changes = [...addresses.take()].map(({ member, isListed }) => `${isListed ? '+' : '-'}${member}`);
  addresses.told();
  return changes;
};

function listed(...addresses: string[]): ListedAddresses {
  const list = new ListedAddresses();
  for (const address of addresses) list.add(address);
  told(list);
  return list;
}

test('only what has changed is told', () => {
  const list = listed('192.0.2.1', '192.0.2.2', '192.0.2.3');
  list.add('192.0.2.4');
  list.delete('192.0.2.1');
  expect(told(list)).toEqual(['+192.0.2.4', '-192.0.2.1']);
  expect(told(list)).toEqual([]);
});

test('what came and went unseen is only told to be gone', () => {
  const list = listed();
  list.add('192.0.2.1');
  list.delete('192.0.2.1');
  expect(told(list)).toEqual(['-192.0.2.1']);
});

test('what nobody listed cannot go', () => {
  const list = listed('192.0.2.1');
  list.delete('192.0.2.9');
  expect(told(list)).toEqual([]);
});

test('a range that goes leaves what others list of it', () => {
  const list = listed('192.0.2.0-192.0.2.5', '192.0.2.0/30', '192.0.2.4-192.0.2.7');
  list.delete('192.0.2.0-192.0.2.5');
  expect(told(list)).toEqual(['-192.0.2.4/31']);
});

test('an address that goes stays where a range holds it', () => {
  const list = listed('192.0.2.0-192.0.2.3', '192.0.2.0/30');
  list.delete('192.0.2.0/30');
  expect(told(list)).toEqual([]);
});

test('what the kernel did not take is told again, as it is by then', () => {
  const list = listed('192.0.2.1');
  list.add('192.0.2.2');
  list.add('192.0.2.3');
  expect([...list.take()]).toHaveLength(2);
  list.delete('192.0.2.3');
  list.untold();
  expect(told(list).toSorted()).toEqual(['+192.0.2.2', '-192.0.2.3']);
});
