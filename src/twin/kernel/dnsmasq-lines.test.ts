import { expect, test } from 'vitest';
import { twinOnPaper } from '../fixtures/twin-on-paper.ts';
import type { Twin } from '../twin.ts';
import { dnsmasqLines } from './dnsmasq-lines.ts';

const lines = (twin: Twin): string[] => dnsmasqLines(twin, (name) => `k-${name}`);
const add = (twin: Twin, path: string, props: Readonly<Record<string, string>>): Promise<unknown> =>
  twin.menus.get(path).add(props);

async function twinWithLan(): Promise<Twin> {
  const twin = twinOnPaper();
  await add(twin, 'ip address', { address: '192.0.2.1/24', interface: 'ether2' });
  await add(twin, 'ip pool', { name: 'lan', ranges: '192.0.2.10-192.0.2.20,192.0.2.30' });
  return twin;
}

test('a router that serves neither has nothing to say', () => {
  expect(lines(twinOnPaper())).toEqual([]);
});

test('a server gives the addresses of its pool where its network is, and what the network says', async () => {
  const twin = await twinWithLan();
  await add(twin, 'ip dhcp-server', { name: 'lan', interface: 'ether2', 'address-pool': 'lan', 'lease-time': '1h' });
  await add(twin, 'ip dhcp-server network', {
    address: '192.0.2.0/24',
    gateway: '192.0.2.1',
    'dns-server': '192.0.2.1,198.51.100.53',
    domain: 'lan.example',
  });
  expect(lines(twin)).toEqual([
    'port=0',
    'dhcp-authoritative',
    'dhcp-range=set:k-ether2,192.0.2.10,192.0.2.20,3600',
    'dhcp-range=set:k-ether2,192.0.2.30,192.0.2.30,3600',
    'dhcp-option=tag:k-ether2,option:router,192.0.2.1',
    'dhcp-option=tag:k-ether2,option:dns-server,192.0.2.1,198.51.100.53',
    'dhcp-option=tag:k-ether2,option:domain-name,lan.example',
  ]);
});

test('without a network no gateway and no name server are named', async () => {
  const twin = await twinWithLan();
  await add(twin, 'ip dhcp-server', { interface: 'ether2', 'address-pool': 'lan' });
  expect(lines(twin)).toContain('dhcp-option=tag:k-ether2,option:router');
  expect(lines(twin)).toContain('dhcp-option=tag:k-ether2,option:dns-server');
});

test('without a pool only fixed leases are given', async () => {
  const twin = await twinWithLan();
  await add(twin, 'ip dhcp-server', { name: 'lan', interface: 'ether2' });
  await add(twin, 'ip dhcp-server lease', { address: '192.0.2.99', 'mac-address': '02:00:00:00:00:63' });
  await add(twin, 'ip dhcp-server lease', { address: '203.0.113.9', 'mac-address': '02:00:00:00:00:64' });
  await add(twin, 'ip dhcp-server lease', {
    address: '192.0.2.98',
    'mac-address': '02:00:00:00:00:65',
    disabled: 'yes',
  });
  expect(lines(twin).filter((line) => !line.startsWith('dhcp-option'))).toEqual([
    'port=0',
    'dhcp-authoritative',
    'dhcp-range=set:k-ether2,192.0.2.0,static,600',
    'dhcp-host=02:00:00:00:00:63,192.0.2.99,600',
  ]);
});

test.each([
  ['is disabled', { disabled: 'yes' }],
  ['is on an interface without an address', { interface: 'ether1' }],
])('a server that %s serves nobody', async (_, props) => {
  const twin = await twinWithLan();
  await add(twin, 'ip dhcp-server', { interface: 'ether2', 'address-pool': 'lan', ...props });
  expect(lines(twin)).toEqual([]);
});

test('a server on a port of a bridge serves nobody', async () => {
  const twin = await twinWithLan();
  await add(twin, 'ip dhcp-server', { interface: 'ether2', 'address-pool': 'lan' });
  await add(twin, 'interface bridge', { name: 'lan' });
  await add(twin, 'interface bridge port', { bridge: 'lan', interface: 'ether2' });
  expect(lines(twin)).toEqual([]);
});

test('a server that v6 has made without a word is disabled', async () => {
  const twin = twinOnPaper('6.49');
  await add(twin, 'ip address', { address: '192.0.2.1/24', interface: 'ether2' });
  await add(twin, 'ip dhcp-server', { interface: 'ether2' });
  expect(lines(twin)).toEqual([]);
});

test('what a network says cannot say more than one thing', async () => {
  const twin = await twinWithLan();
  await add(twin, 'ip dhcp-server', { name: 'lan', interface: 'ether2', 'address-pool': 'lan' });
  await add(twin, 'ip dhcp-server network', { address: '192.0.2.0/24', 'boot-file-name': 'x\ndhcp-script=/bin/sh' });
  await add(twin, 'ip dhcp-server lease', { address: '192.0.2.50', 'client-id': '1:2\nport=53' });
  expect(lines(twin).filter((line) => /script|port=53/.test(line))).toEqual([]);
});

test('options of a network, of their own and of a set, as bytes, addresses and text', async () => {
  const twin = await twinWithLan();
  await add(twin, 'ip dhcp-server', { name: 'lan', interface: 'ether2', 'address-pool': 'lan', authoritative: 'no' });
  for (const [name, code, value] of [
    ['bytes', '43', '0x0a0b0c'],
    ['byte', '252', '0x05'],
    ['address', '150', "'192.0.2.5'"],
    ['text', '67', "s'boot.img'"],
  ] as const)
    await add(twin, 'ip dhcp-server option', { name, code, value });
  await add(twin, 'ip dhcp-server option sets', { name: 'phones', options: 'address,text' });
  await add(twin, 'ip dhcp-server network', {
    address: '192.0.2.0/24',
    'dhcp-option': 'bytes,byte',
    'dhcp-option-set': 'phones',
  });
  expect(lines(twin).filter((line) => /,(43|252|150|67),/.test(line))).toEqual([
    'dhcp-option=tag:k-ether2,43,0a:0b:0c',
    'dhcp-option=tag:k-ether2,252,5',
    'dhcp-option=tag:k-ether2,150,192.0.2.5',
    'dhcp-option=tag:k-ether2,67,boot.img',
  ]);
  expect(lines(twin)).not.toContain('dhcp-authoritative');
});
