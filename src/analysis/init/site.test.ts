import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseTopology } from '../../lab/topology/read-topology.ts';
import { type Guess, guessNetwork } from './make-project.ts';

const exports = join(import.meta.dirname, '../../../test/init/exports');

function guess(file: string): Guess {
  const text = readFileSync(join(exports, file), 'utf8');
  return guessNetwork({ name: file, text }, file.endsWith('6.rsc') ? '6.49' : '7');
}

/** `world ether1 on ether1 203.0.113.0/24` */
function sides(file: string): string[] {
  return guess(file).site.sides.map(
    (side) => `${side.isOutside ? 'world' : 'local'} ${side.interface} on ${side.port} ${side.subnet}`,
  );
}

test.each([
  ['home-7.rsc', ['world ether1 on ether1 203.0.113.0/24', 'local bridge on ether2 192.168.88.0/24']],
  ['pppoe-6.rsc', ['world pppoe-out1 on ether1 203.0.113.0/24', 'local bridge-home on ether2 10.20.0.0/24']],
  [
    'office-vlans-7.rsc',
    [
      'world ether1 on ether1 198.51.100.0/24',
      'local vlan10-office on ether3 10.30.10.0/24',
      'local vlan20-guests on ether4 10.30.20.0/24',
      'local vlan30-servers on ether5 10.30.30.0/24',
      'local vlan99-mgmt on ether8 10.30.99.0/24',
    ],
  ],
  [
    'edge-7.rsc',
    [
      'world ether1-wan-a on ether1 203.0.113.0/28',
      'world ether2-wan-b on ether2 198.51.100.32/28',
      'local ether3-lan on ether3 172.20.0.0/24',
      'local voice on ether3.40 172.20.40.0/24',
      'local br-servers on ether4 172.20.50.0/24',
    ],
  ],
  ['dual-stack-7.rsc', ['local bridge on ether2 192.168.88.0/24', 'world ether1 on ether1 198.51.100.0/24']],
  ['fragment-6.rsc', ['world ether1 on ether1 203.0.113.0/24', 'local bridge-lan on bridge-lan 192.168.88.0/24']],
])('finds the networks around %s', (file, expected) => {
  expect(sides(file)).toEqual(expected);
});

test.each(['home-7.rsc', 'pppoe-6.rsc', 'office-vlans-7.rsc', 'edge-7.rsc', 'dual-stack-7.rsc', 'fragment-6.rsc'])(
  'makes a topology of %s that is read without a fault',
  (file) => {
    const { name, topology } = guess(file);
    expect(parseTopology({ name: `${name}.yaml`, text: topology }).router.interfaces).not.toEqual({});
  },
);

test('tells apart what begins alike', () => {
  const other = { name: 'elsewhere/office-vlans-7.rsc', text: '/ip address add address=10.0.0.1/24 interface=ether1' };
  expect(guessNetwork(other, '7', ['office-vlans'])).toMatchObject({
    name: 'office-vla2',
    configuration: 'firewall/office-vla2.rsc',
  });
});

test('has the ports that nothing is plugged into, radios among them', () => {
  expect(guess('home-7.rsc').site.unplugged).toEqual(['ether3', 'ether4', 'ether5', 'wlan1', 'wlan2']);
});

test('puts hosts where forwarded ports lead, and where lists name single addresses', () => {
  const hosts = guess('edge-7.rsc').hosts.map(({ name, address, role }) => `${role} ${name} ${address}`);
  expect(hosts).toEqual(
    expect.arrayContaining(['server server 172.20.50.10', 'server server2 172.20.50.11', 'listed admins 172.20.0.20']),
  );
});

test('declares what a part of a configuration takes for granted, and says so', () => {
  const { surroundings, site } = guess('fragment-6.rsc');
  expect(surroundings).toContain('/interface list member add list=WAN interface=ether1\n');
  expect(surroundings).toContain('/ip address add address=192.168.88.1/24 interface=bridge-lan\n');
  expect(site.notes.join('\n')).toContain('Interface list WAN is not in the file');
});

test('keeps out of networks that a firewall drops as bogons', () => {
  expect(guess('edge-7.rsc').topology).toContain('dns: { world.example: 81.2.69.80');
});

test('goes on IPv6 where the configuration gives the router an address of its own', () => {
  const { site, hosts, drafts } = guess('dual-stack-7.rsc');
  expect(site.sides.map(({ six }) => six)).toEqual([
    { subnet: '2001:db8:88::/64', router: '2001:db8:88::1' },
    { subnet: '2001:db8:1::/64', router: '2001:db8:1::2' },
  ]);
  expect(hosts.filter(({ address6 }) => address6 === undefined).map(({ name }) => name)).toEqual(['isp']);
  expect(drafts.filter(({ title }) => title.endsWith('over IPv6'))).toHaveLength(7);
  expect(site.notes).toEqual([]);
});

test.each([
  ['from a pool', 'add address=::1 from-pool=provider interface=ether2'],
  ['made of a MAC address', 'add address=2001:db8::/64 eui-64=yes interface=ether2'],
  ['of the link alone', 'add address=fe80::1 interface=ether2'],
  ['of nobody', 'add address=2001:db8::1 interface=ether9 disabled=yes'],
])('stays off IPv6 where its address is %s, and says so', (_, line) => {
  const text = `/ip address\nadd address=192.168.88.1/24 interface=ether2\n/ipv6 address\n${line}\n/ipv6 firewall filter\nadd chain=input\n`;
  const { site } = guessNetwork({ name: 'gw.rsc', text }, '7');
  expect(site.sides.every(({ six }) => six === undefined)).toBe(true);
  expect(site.notes.join()).toContain('nothing is tried over IPv6');
});
