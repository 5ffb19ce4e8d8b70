import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { outside, type Rig, startRig } from './rig.ts';

let rig: Rig;

beforeAll(async () => {
  rig = await startRig();
});

beforeEach(async () => {
  await rig.clear();
});

afterAll(async () => {
  await rig[Symbol.asyncDispose]();
});

const network = (index: number): string => `11.${index >> 8}.${index & 255}.0/24`;

const blockList = (entries: number): string =>
  `/ip firewall address-list\n${Array.from({ length: entries }, (_, index) => `add address=${network(index)} list=block\n`).join('')}`;

/** What the kernel's sets hold, all together. */
async function membersInKernel(): Promise<number> {
  const { stdout } = await rig.lab.router.exec(['ipset', 'list', '-terse']);
  const sets = stdout.split(/^Name: /m).filter((set) => set.startsWith('S'));
  return sets.reduce((sum, set) => sum + Number(/^Number of entries: (\d+)$/m.exec(set)?.[1] ?? 0), 0);
}

/** Takes every other packet; a table that is loaded anew begins to count anew, so that the next one is a first one. */
const everyOther = `/ip firewall filter
add action=passthrough chain=input dst-port=7 nth=2,1 protocol=tcp
`;

async function takenOfTwo(change: string): Promise<number | undefined> {
  await rig.load(everyOther);
  await rig.touch([7]);
  await rig.router.run(change);
  await rig.touch([7]);
  return (await rig.packets())[0];
}

test('every other packet is another one after its own table has been loaded again', async () => {
  const taken = await takenOfTwo('/ip firewall filter add chain=input action=accept dst-port=9 protocol=tcp');
  expect(taken).not.toBe(1);
});

test.each([
  ['an address list', '/ip firewall address-list add list=other address=192.0.2.200'],
  ['another table', '/ip firewall nat add chain=dstnat action=redirect protocol=tcp dst-port=9 to-ports=10'],
  ['the other family', '/ipv6 firewall filter add chain=input action=accept'],
  ['a comment', '/ip firewall filter set 0 comment=counting'],
])('a change of %s leaves the rules in the kernel alone', async (_, change) => {
  expect(await takenOfTwo(change)).toBe(1);
  await rig.router.run('/ipv6 firewall filter remove [find]');
});

test('one of a thousand rules changes for the next packet, and the others go on counting', async () => {
  const rule = (port: number): string =>
    `add action=drop chain=input comment=p${port} dst-port=${port} protocol=tcp src-address=198.51.100.0/24\n`;
  await rig.load(`/ip firewall filter\n${Array.from({ length: 1000 }, (_, index) => rule(index + 1)).join('')}`);
  expect(await rig.stateOf(500)).toBe('filtered');
  const before = (await rig.packets())[499];
  expect(before).toBeGreaterThan(0);
  await rig.router.run('/ip firewall filter set [find comment=p501] action=accept');
  expect(await rig.stateOf(501)).toBe('closed');
  expect((await rig.packets())[499]).toBe(before);
  expect(await rig.router.run('/ip firewall filter print count-only where packets>0')).toBe('2\n');
});

test('a large list is in the kernel with each of its entries, and so is the one that is added last', async () => {
  await rig.load(blockList(5000));
  expect(await membersInKernel()).toBe(5000);
  expect(await rig.router.run('/ip firewall address-list print count-only')).toBe('5000\n');
  await rig.load('/ip firewall filter\nadd action=drop chain=input src-address-list=block\n');
  expect(await rig.stateOf(7)).toBe('closed');
  await rig.router.run(`/ip firewall address-list add list=block address=${outside.attacker}`);
  expect(await rig.stateOf(7)).toBe('filtered');
  await rig.router.run(`/ip firewall address-list remove [find address=${outside.attacker}]`);
  expect(await rig.stateOf(7)).toBe('closed');
});

test('a large list goes at once, and entry by entry', async () => {
  await rig.load(blockList(5000));
  const menu = '/ip firewall address-list';
  await rig.router.run(`:foreach entry in=[:pick [${menu} find list=block] 0 1000] do={ ${menu} remove $entry }`);
  expect(await membersInKernel()).toBe(4000);
  await rig.router.run(`${menu} remove [find list=block]`);
  expect(await membersInKernel()).toBe(0);
});

test('a range that goes leaves those blocked whom another entry names', async () => {
  await rig.load(`/ip firewall address-list
add address=198.51.100.0-198.51.100.129 list=block
add address=198.51.100.0/25 list=block
/ip firewall filter
add action=drop chain=input src-address-list=block
`);
  await rig.router.run('/ip firewall address-list remove [find address=198.51.100.0-198.51.100.129]');
  expect(await rig.stateOf(7)).toBe('filtered');
  await rig.router.run('/ip firewall address-list remove [find list=block]');
  expect(await rig.stateOf(7)).toBe('closed');
});
