import { afterAll, beforeAll, expect, test } from 'vitest';
import { outside, type Rig, startRig } from './rig.ts';

// What RouterOS 6.49 says and does otherwise than 7.

let rig: Rig;
const far = '203.0.113.5';
beforeAll(async () => {
  rig = await startRig('6.49');
  await rig.attacker.exec(['ip', 'address', 'add', `${far}/32`, 'dev', 'lo']);
});
afterAll(() => rig[Symbol.asyncDispose]());

const run = (line: string): Promise<string> => rig.router.run(line);
const reaches = (): Promise<boolean> => rig.answers(far, rig.client);

test('a route is of a type, and says how its gateway is reached', async () => {
  await run(`/ip route add gateway=${outside.attacker}`);
  expect(await reaches()).toBe(true);
  expect(await run(':put [/ip route get [find dst-address="0.0.0.0/0"] gateway-status]')).toBe(
    `${outside.attacker} reachable via  ether1\n`,
  );
  await run('/ip route add dst-address=203.0.113.0/24 type=blackhole');
  expect(await reaches()).toBe(false);
  expect(await run('/ip route print')).toMatch(/^ \d A SB 203\.0\.113\.0\/24 +1$/m);
  expect(await run('/ip route print')).toMatch(/^ \d ADC {2}192\.0\.2\.0\/24 +192\.0\.2\.1 +ether2 +0$/m);
  await run('/ip route remove [find type=blackhole]');
});

test('of two routes with one distance the first is used', async () => {
  await run(`/ip route add gateway=198.51.100.99`);
  expect(await reaches()).toBe(true);
  await run(`/ip route disable [find gateway=${outside.attacker}]`);
  expect(await reaches()).toBe(false);
  await run('/ip route remove [find static]');
});

test('a routing mark on a route makes its table, which rules look into', async () => {
  await run(`/ip route add gateway=${outside.attacker} routing-mark=isp2`);
  expect(await reaches()).toBe(false);
  await run('/ip route rule add src-address=192.0.2.0/24 action=lookup table=isp2');
  expect(await reaches()).toBe(true);
  await run('/ip route rule remove [find]; /ip route remove [find static]');
});

test('a mark of mangle leads to the routes that bear it', async () => {
  await run(`/ip route add gateway=${outside.attacker} routing-mark=isp2`);
  await run(
    '/ip firewall mangle add chain=prerouting src-address=192.0.2.0/24 action=mark-routing new-routing-mark=isp2',
  );
  expect(await reaches()).toBe(true);
  await run('/ip firewall mangle remove [find]; /ip route remove [find static]');
  expect(await reaches()).toBe(false);
});

test('no loopback among the interfaces, and a bridge may be called so', async () => {
  expect(await run('/interface print')).not.toContain('loopback');
  await run('/interface bridge add name=lo; /ip address add address=10.9.9.1/24 interface=lo');
  expect(await rig.answers('10.9.9.1')).toBe(true);
});

test('a DHCP server that nobody enabled is not at work', async () => {
  await run('/ip dhcp-server add interface=ether2 name=lan');
  expect(await run('/ip dhcp-server print')).toMatch(/^ 0 X {2}lan/m);
});
