import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ping } from '../../src/probes/ping.ts';
import { openTestbed, type Testbed } from '../../src/scenario/testbed.ts';

const topology = `name: dialled
networks: { dsl: { subnet: 203.0.113.0/24 }, home: { subnet: 192.168.88.0/24 } }
router:
  interfaces:
    ether1: { network: dsl, expect: 203.0.113.2 }
    ether2: { network: home, expect: 192.168.88.1 }
  unplugged: [ether3, wlan1]
  before: lists.rsc
hosts:
  isp: { kind: isp, network: dsl, address: 203.0.113.1, dhcp: { range: 203.0.113.2-203.0.113.9, leases: { router: 203.0.113.2 } } }
  client: { network: home, address: 192.168.88.10, gateway: 192.168.88.1 }
`;
const lists = '/interface list add name=LAN\n';
const configuration = `/interface bridge add name=bridge
/interface wireless set [ find default-name=wlan1 ] ssid=home
/interface pppoe-client add add-default-route=yes disabled=no interface=ether1 name=pppoe-out1 user=u
/interface bridge port add bridge=bridge interface=ether2
/interface bridge port add bridge=bridge interface=ether3
/interface bridge port add bridge=bridge interface=wlan1
/interface list member add interface=bridge list=LAN
/ip address add address=192.168.88.1/24 interface=bridge
/ip firewall filter add chain=forward action=accept in-interface-list=LAN out-interface=pppoe-out1
/ip firewall filter add chain=forward action=drop in-interface-list=LAN
/ip firewall nat add chain=srcnat action=masquerade out-interface=pppoe-out1
`;

let folder: string;
let testbed: Testbed;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'knocklab-dialled-'));
  writeFileSync(join(folder, 'dialled.yaml'), topology);
  writeFileSync(join(folder, 'lists.rsc'), lists);
  testbed = await openTestbed({
    topology: join(folder, 'dialled.yaml'),
    root: folder,
    configuration: { name: 'dialled.rsc', text: configuration },
    ros: '6.49',
    clock: 'virtual',
    fabric: 'netns',
    name: `dialled-${process.pid}`,
    keep: false,
  });
});
afterAll(async () => {
  await testbed[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

test('a PPPoE client has the wire of its port, an address and the way to the world', async () => {
  await expect
    .poll(() => testbed.router.print('/ip/address', { query: { interface: 'pppoe-out1' } }))
    .toEqual([expect.objectContaining({ address: '203.0.113.2/24', dynamic: 'true' })]);
  const client = testbed.lab.host('client');
  await expect.poll(async () => (await ping(client, '203.0.113.1')).received).toBe(1);
  await testbed.router.run('/ip firewall filter remove 0');
  await expect.poll(async () => (await ping(client, '203.0.113.1', { timeoutMs: 200 })).received).toBe(0);
});

test('ports and radios without a cable are there, and are ports of the bridge', async () => {
  const ports = await testbed.router.print('/interface/bridge/port', { proplist: ['interface'] });
  expect(ports.map((port) => port['interface'])).toEqual(['ether2', 'ether3', 'wlan1']);
  expect(await testbed.router.print('/interface/wireless', { proplist: ['name', 'ssid'] })).toEqual([
    expect.objectContaining({ name: 'wlan1', ssid: 'home' }),
  ]);
});
