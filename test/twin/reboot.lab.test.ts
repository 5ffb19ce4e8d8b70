import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Rig, startRig } from './rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterAll(() => rig[Symbol.asyncDispose]());

test('a reboot keeps the configuration and forgets the rest', async () => {
  await rig.load(`/ip firewall filter add chain=input protocol=tcp dst-port=81 action=add-src-to-address-list address-list=seen
/ip firewall address-list add list=mine address=192.0.2.7
/system scheduler add name=up start-time=startup on-event=":log info \\"started again\\""
:global counter 7`);
  await rig.touch([81]);
  await rig.twin.clock.advance('1d');
  expect(await rig.packets()).toEqual([1]);
  expect(Object.keys(await rig.entries('seen'))).toHaveLength(1);
  expect(await rig.stateOf(22)).toBe('open');
  expect(await rig.router.print('/ip/firewall/connection')).not.toEqual([]);

  await rig.router.run('/system reboot; :put "not reached"');
  expect(await rig.packets()).toEqual([0]);
  expect(await rig.entries('seen')).toEqual({});
  expect(await rig.router.print('/ip/firewall/connection')).toEqual([]);
  expect(Object.keys(await rig.entries('mine'))).toEqual(['192.0.2.7']);
  expect(await rig.router.run(':put [/system resource get uptime]')).not.toContain('d');
  expect(await rig.router.run(':put [:len [/system script environment find]]')).toBe('0\n');
  await rig.twin.clock.advance('3s');
  await expect
    .poll(async () => (await rig.router.log()).map(({ message }) => message))
    .toEqual(['router rebooted', 'started again']);
});

test('a script that reboots ends there, and is no failed one', async () => {
  await rig.load('/system reboot\n/ip firewall address-list add list=late address=192.0.2.9\n');
  expect(await rig.entries('late')).toEqual({});
});
