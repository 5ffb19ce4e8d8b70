import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { LabHost } from '../../src/lab/lab.ts';
import type { RunningProcess } from '../../src/process/command.ts';
import { inside, outside, type Rig, startRig } from './rig.ts';

let rig: Rig;
let servers: RunningProcess[] = [];
beforeAll(async () => {
  rig = await startRig();
  servers = await Promise.all([rig.attacker, rig.client].map(serve));
});
beforeEach(() => rig.load('/ip firewall service-port enable ftp,tftp\n'));
afterEach(() => rig.clear());
afterAll(async () => {
  for (const server of servers) await server[Symbol.asyncDispose]();
  await rig[Symbol.asyncDispose]();
});

const file = 'known by heart\n';

async function serve(host: LabHost): Promise<RunningProcess> {
  const server = await host.start([process.execPath, fileURLToPath(new URL('data-servers.ts', import.meta.url))]);
  // It says when it listens.
  await once(server.stdout, 'data');
  return server;
}

const curl = async (from: LabHost, ...args: string[]): Promise<string> =>
  (await from.exec(['curl', '-sS', ...args], { timeoutMs: 15_000 })).stdout;
/** For data that is not to come: nobody waits for it long. */
const soon = ['--max-time', '1'];

const active = ['--ftp-port', '-', '--disable-eprt'];
const passive = ['--ftp-pasv', '--disable-epsv', '--no-ftp-skip-pasv-ip'];

const onlyControl = (port: number, protocol: string): string => `/ip firewall filter
add chain=forward connection-state=established,related action=accept
add chain=forward protocol=${protocol} dst-port=${port} action=accept
add chain=forward action=drop
`;
const sourceNat = `/ip firewall nat add chain=srcnat out-interface=ether1 action=src-nat to-addresses=${outside.router}\n`;
const destinationNat = (port: number, to: number, protocol: string): string =>
  `/ip firewall nat add chain=dstnat in-interface=ether1 protocol=${protocol} dst-port=${port} action=dst-nat to-addresses=${inside.client} to-ports=${to}\n`;

describe.each([
  ['active', active],
  ['passive', passive],
])('the data of %s FTP comes through', (_mode, mode) => {
  test('src-nat', async () => {
    await rig.load(onlyControl(21, 'tcp') + sourceNat);
    expect(await curl(rig.client, ...mode, `ftp://${outside.attacker}/x`)).toBe(file);
  });

  test('dst-nat', async () => {
    await rig.load(onlyControl(21, 'tcp') + destinationNat(21, 21, 'tcp'));
    expect(await curl(rig.attacker, ...mode, `ftp://${outside.router}/x`)).toBe(file);
  });

  test('not when the helper is disabled', async () => {
    await rig.load(`${onlyControl(21, 'tcp')}${sourceNat}/ip firewall service-port disable ftp\n`);
    expect(await curl(rig.client, ...soon, ...mode, `ftp://${outside.attacker}/x`)).toBe('');
  });
});

test('lftp reads over both kinds of data connections', async () => {
  await rig.load(onlyControl(21, 'tcp') + sourceNat);
  for (const mode of ['on', 'off']) {
    const script = `set net:max-retries 1; set net:timeout 3; set ftp:prefer-epsv no; set ftp:passive-mode ${mode}; cat x; quit`;
    const { stdout } = await rig.client.exec(['lftp', '-e', script, `ftp://a:b@${outside.attacker}`], {
      timeoutMs: 20_000,
    });
    expect(stdout).toBe(file);
  }
});

test('a port that the entry is told of has the helper, and another has not', async () => {
  // The helper is chosen by the port that is asked for, the filter sees the one behind it.
  await rig.load(onlyControl(21, 'tcp') + destinationNat(2121, 21, 'tcp'));
  const url = `ftp://${outside.router}:2121/x`;
  expect(await curl(rig.attacker, ...soon, ...active, url)).toBe('');
  await rig.load('/ip firewall service-port set ftp ports=21,2121\n');
  expect(await curl(rig.attacker, ...active, url)).toBe(file);
  await rig.load('/ip firewall service-port set ftp ports=21\n');
});

test('connection-type knows the data connections of a helper, and the table of connections its conversation', async () => {
  await rig.load(`${sourceNat}/ip firewall filter
add chain=forward connection-type=ftp connection-state=related action=passthrough
add chain=forward connection-type=!ftp protocol=tcp dst-port=21 action=passthrough
`);
  await curl(rig.client, ...active, `ftp://${outside.attacker}/x`);
  const [data = 0, control = 0] = await rig.packets();
  expect(data).toBe(1);
  expect(control).toBeGreaterThan(1);
  const shown = await rig.router.run('/ip firewall connection print terse where connection-type=ftp');
  expect(shown).toContain(`dst-address=${outside.attacker}:21`);
});

test('TFTP answers from another port come back', async () => {
  await rig.load(onlyControl(69, 'udp') + sourceNat);
  const url = `tftp://${outside.attacker}/x`;
  expect(await curl(rig.client, url)).toBe(file);
  await rig.load('/ip firewall service-port disable tftp\n');
  expect(await curl(rig.client, ...soon, url)).toBe('');
});

test('SIP conversations have their helper', async () => {
  await rig.load(sourceNat);
  await rig.client.exec(['sh', '-c', `echo hello | socat -t0 - UDP:${outside.attacker}:5061`]);
  expect(await rig.router.run('/ip firewall connection print terse where connection-type=sip')).toContain(':5061');
});

test('what raw accepts has a helper too, and what it does not track has none', async () => {
  await rig.load(onlyControl(21, 'tcp') + sourceNat);
  await rig.load('/ip firewall raw add chain=prerouting protocol=tcp dst-port=21 action=accept\n');
  const get = (...how: string[]): Promise<string> => curl(rig.client, ...how, ...active, `ftp://${outside.attacker}/x`);
  expect(await get()).toBe(file);
  await rig.load('/ip firewall raw set [find] action=notrack\n');
  expect(await get(...soon)).toBe('');
  await rig.load('/ip firewall raw remove [find]\n');
});
