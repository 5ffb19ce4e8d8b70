import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { outside, type Rig, startRig } from './rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterEach(() => rig.clear());
afterAll(() => rig[Symbol.asyncDispose]());

const trap = (timeout: string): string =>
  `/ip firewall filter add chain=input protocol=tcp dst-port=5000 action=add-src-to-address-list address-list=trapped ${timeout}\n`;

test('an entry of a rule ends when its time has passed, and not before', async () => {
  await rig.load(trap('address-list-timeout=30s'));
  await rig.touch([5000]);
  await rig.twin.clock.advance('27s');
  expect(Object.keys(await rig.entries('trapped'))).toEqual([outside.attacker]);
  await rig.twin.clock.advance('4s');
  expect(await rig.entries('trapped')).toEqual({});
});

test('many small advances add up to one large one', async () => {
  await rig.load(trap('address-list-timeout=30s'));
  await rig.touch([5000]);
  for (let turn = 0; turn < 26; turn++) await rig.twin.clock.advance('1s');
  expect(Object.keys(await rig.entries('trapped'))).toEqual([outside.attacker]);
  for (let turn = 0; turn < 5; turn++) await rig.twin.clock.advance('1s');
  expect(await rig.entries('trapped')).toEqual({});
});

test('a repeated match restarts the time and keeps the creation time', async () => {
  await rig.load(trap('address-list-timeout=30s'));
  await rig.touch([5000]);
  const [before] = await rig.router.addressList('trapped');
  await rig.twin.clock.advance('20s');
  await rig.touch([5000]);
  const [after] = await rig.router.addressList('trapped');
  expect(after?.creationTime).toBe(before?.creationTime);
  await rig.twin.clock.advance('20s');
  expect(Object.keys(await rig.entries('trapped'))).toEqual([outside.attacker]);
});

test.each(['', 'address-list-timeout=none-dynamic', 'address-list-timeout=0s'])(
  'without a time (%s) an entry stays',
  async (timeout) => {
    await rig.load(trap(timeout));
    await rig.touch([5000]);
    await rig.twin.clock.advance('4w');
    expect(await rig.entries('trapped')).toEqual({ [outside.attacker]: undefined });
  },
);

test('a static entry stays static when a rule adds its address', async () => {
  await rig.load(
    `${trap('address-list-timeout=30s')}/ip firewall address-list add list=trapped address=198.51.100.0/24\n`,
  );
  await rig.touch([5000]);
  await rig.twin.clock.advance('1m');
  expect(await rig.router.addressList('trapped')).toEqual([
    expect.objectContaining({ address: '198.51.100.0/24', dynamic: false }),
  ]);
});

test('one packet walks two stages on one port in ascending order', async () => {
  await rig.load(`/ip firewall filter
add chain=input protocol=tcp dst-port=7000 action=add-src-to-address-list address-list=first address-list-timeout=1m
add chain=input protocol=tcp dst-port=7000 src-address-list=first action=add-src-to-address-list address-list=second address-list-timeout=1m
`);
  await rig.touch([7000]);
  expect(Object.keys(await rig.entries('second'))).toEqual([outside.attacker]);
});

test('in descending order it walks one', async () => {
  await rig.load(`/ip firewall filter
add chain=input protocol=tcp dst-port=7000 src-address-list=first action=add-src-to-address-list address-list=second address-list-timeout=1m
add chain=input protocol=tcp dst-port=7000 action=add-src-to-address-list address-list=first address-list-timeout=1m
`);
  await rig.touch([7000]);
  expect(await rig.entries('second')).toEqual({});
  await rig.touch([7000]);
  expect(Object.keys(await rig.entries('second'))).toEqual([outside.attacker]);
});

test('an entry with a timeout, given by hand, is dynamic and no part of the export', async () => {
  await rig.router.run('/ip firewall address-list add list=guests address=192.0.2.77 timeout=1m');
  expect(await rig.router.addressList('guests')).toEqual([
    expect.objectContaining({ address: '192.0.2.77', dynamic: true }),
  ]);
  expect(await rig.router.export()).not.toContain('192.0.2.77');
  await rig.twin.clock.advance('61s');
  expect(await rig.entries('guests')).toEqual({});
});

test.each([
  ['192.0.2.9/24', '192.0.2.0/24'],
  ['192.0.2.5', '192.0.2.5'],
  ['192.168.0.0-192.168.1.255', '192.168.0.0/23'],
  ['192.0.2.5-192.0.2.7', '192.0.2.5-192.0.2.7'],
])('keeps %s as %s', async (given, kept) => {
  await rig.router.run(`/ip firewall address-list add list=forms address=${given}`);
  expect(Object.keys(await rig.entries('forms'))).toEqual([kept]);
});

test('refuses an entry that is there already', async () => {
  await rig.router.run('/ip firewall address-list add list=twice address=192.0.2.0/24');
  await expect(rig.router.run('/ip firewall address-list add list=twice address=192.0.2.9/24')).rejects.toThrow(
    'failure: already have such entry',
  );
});

test('an entry that is removed lets packets through at once', async () => {
  await rig.load(`/ip firewall address-list add list=bad address=198.51.100.0/24
/ip firewall filter add chain=input src-address-list=bad protocol=tcp dst-port=22 action=drop
`);
  expect(await rig.stateOf(22)).toBe('filtered');
  await rig.router.run('/ip firewall address-list remove [find list=bad]');
  expect(await rig.stateOf(22)).toBe('open');
});

test('a disabled entry does not match', async () => {
  await rig.load(`/ip firewall address-list add list=bad address=198.51.100.66 disabled=yes
/ip firewall filter add chain=input src-address-list=bad protocol=tcp dst-port=22 action=drop
`);
  expect(await rig.stateOf(22)).toBe('open');
  await rig.router.run('/ip firewall address-list enable [find list=bad]');
  expect(await rig.stateOf(22)).toBe('filtered');
});

test('an inverted list matches whoever is not on it, an unknown one nobody', async () => {
  await rig.load('/ip firewall filter add chain=input src-address-list=nobody protocol=tcp dst-port=22 action=drop\n');
  expect(await rig.stateOf(22)).toBe('open');
  await rig.router.run('/ip firewall filter set 0 src-address-list=!nobody');
  expect(await rig.stateOf(22)).toBe('filtered');
});
