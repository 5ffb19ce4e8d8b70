import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { outside, type Rig, startRig } from './rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterEach(() => rig.clear());
afterAll(() => rig[Symbol.asyncDispose]());

const run = (line: string): Promise<string> => rig.router.run(line);
const lists = '/ip firewall address-list';
const dropListed = '/ip firewall filter add chain=input protocol=icmp src-address-list=them action=drop\n';

test('none-static makes an entry of the configuration, once', async () => {
  await rig.load(
    '/ip firewall filter add chain=input protocol=icmp action=add-src-to-address-list address-list=them address-list-timeout=none-static\n',
  );
  await rig.answers(outside.router);
  await rig.answers(outside.router);
  expect(await rig.entries('them')).toEqual({ [outside.attacker]: undefined });
  expect(await run(`${lists} export`)).toContain('add address=198.51.100.66 list=them');
  await run('/ip firewall filter remove [find]');
  await rig.load(dropListed);
  expect(await rig.answers(outside.router)).toBe(false);
});

test('a name matches the addresses it has, and they go with it', async () => {
  await rig.load(dropListed);
  await run(
    `/ip dns static add name=bad.test address=${outside.attacker} ttl=1m; ${lists} add list=them address=bad.test`,
  );
  await expect.poll(() => run(`${lists} print count-only where dynamic and comment=bad.test`)).toBe('1\n');
  expect(await rig.answers(outside.router)).toBe(false);
  await run(`${lists} remove [find address=bad.test]; /ip dns static remove [find]`);
  expect(await rig.answers(outside.router)).toBe(true);
});

test('an entry may last longer than the kernel counts', async () => {
  await rig.load(dropListed);
  await run(`${lists} add list=them address=${outside.attacker} timeout=30w`);
  expect(await run(`:put [${lists} get [find list=them] timeout]`)).toMatch(/^(29w6d23(:59:5|h59m5)|30w|210d)/);
  await rig.twin.clock.advance('29w');
  expect(await rig.answers(outside.router)).toBe(false);
  await rig.twin.clock.advance('8d');
  expect(await rig.answers(outside.router)).toBe(true);
  await expect(run(`${lists} add list=them address=192.0.2.99 timeout=36w`)).rejects.toThrow(
    'value of timeout is out of range (00:00:00 .. 35w3d13:13:56)',
  );
});
