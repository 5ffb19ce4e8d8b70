import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { standInFolder } from '../stand-in.ts';
import { type ComposeLab, printMenu, startComposeLab } from './compose-lab.ts';

// The same network with a router in QEMU: the stand-in guest under emulation. What is looked at is as little as with the twin.

let compose: ComposeLab | undefined;
const shell = async (host: string, script: string): Promise<string> => (await compose?.shell(host, script)) ?? '';

beforeAll(async () => {
  const environment = { KNOCKLAB_IMAGE: standInFolder() };
  compose = await startComposeLab({ profile: 'chr', environment });
}, 300_000);
afterAll(async () => await compose?.[Symbol.asyncDispose](), 60_000);

test('with profile chr the router is one in QEMU, and no twin runs beside it', async () => {
  const expected = ['router-chr', 'isp', 'access-point', 'attacker', 'client', 'admin'];
  expect([...(compose?.services ?? [])].toSorted()).toEqual(expected.toSorted());
  expect(await shell('router-chr', 'ip -o -4 addr show scope global')).toBe('');
});

test('the router has the topology’s addresses and says what it is configured with', async () => {
  const password = (await shell('router-chr', 'cat /run/knocklab/router-password')).trim();
  const addresses = await shell('router-chr', printMenu('/ip/address', password));
  for (const address of ['10.0.2.15/24', '10.10.10.1/24', '103.190.47.45/24']) expect(addresses).toContain(address);
  expect(await shell('router-chr', printMenu('/ip/firewall/filter', password))).toContain('knock_ports1');
});

test.for([
  ['attacker', '10.10.10.1'],
  ['client', '10.10.10.254'],
  ['access-point', '10.10.10.94'],
  ['admin', '103.190.47.45'],
  ['isp', '10.0.2.15'],
  ['client', '149.154.167.220'],
] as const)('%s reaches %s', async ([host, address]) => {
  expect(await shell(host, `ping -c 1 -W 5 ${address}`)).toContain('1 received');
});

test('its image is read and never written to', async () => {
  expect(await shell('router-chr', `touch ${standInFolder()}/x || echo refused`)).toContain('refused');
  const { stdout } = await execa('ls', [standInFolder()]);
  expect(stdout.split('\n')).not.toContain('x');
});
