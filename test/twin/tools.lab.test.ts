import { afterAll, beforeAll, expect, test } from 'vitest';
import { inside, outside, type Rig, startRig } from './rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterAll(() => rig[Symbol.asyncDispose]());

test('ping counts the answers that the rules let through', async () => {
  expect(await rig.router.run(`:put [/ping ${inside.client} count=2 interval=10ms]`)).toBe('2\n');
  const shown = await rig.router.run(`/tool ping ${inside.client} count=1`);
  expect(shown).toMatch(/^ {2}SEQ HOST .*\n {4}0 192\.0\.2\.10 +56 {2}64 \d+us\s/);
  expect(shown).toContain('    sent=1 received=1 packet-loss=0% min-rtt=');
  await rig.load('/ip firewall filter add chain=input protocol=icmp action=drop\n');
  expect(await rig.router.run(`:put [/ping ${inside.client} count=1]`)).toBe('0\n');
  await rig.clear();
});

test('netwatch sees a host go down and come back, and runs its scripts', async () => {
  await rig.load(
    `/tool netwatch add host=${outside.attacker} interval=10s down-script="/ip firewall address-list add list=gone address=\\$host" up-script="/ip firewall address-list add list=back address=\\$host"\n`,
  );
  await expect.poll(() => rig.router.run(':put [/tool netwatch get 0 status]')).toBe('up\n');
  expect(await rig.entries('gone')).toEqual({});
  await rig.load('/ip firewall filter add chain=input protocol=icmp action=drop\n');
  await rig.twin.clock.advance('11s');
  expect(await rig.router.run(':put [/tool netwatch get 0 status]')).toBe('down\n');
  expect(Object.keys(await rig.entries('gone'))).toEqual([outside.attacker]);
  expect((await rig.router.log()).map(({ message }) => message)).toContain(
    `event down [ type: simple, host: ${outside.attacker} ]`,
  );
  await rig.clear();
  await rig.twin.clock.advance('11s');
  expect(await rig.router.run(':put [/tool netwatch get 0 status]')).toBe('up\n');
  expect(Object.keys(await rig.entries('back'))).toEqual([outside.attacker]);
});
