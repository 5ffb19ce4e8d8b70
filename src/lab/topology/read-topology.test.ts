import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { KnocklabError } from '../../core/errors.ts';
import { findTopology, parseTopology, readTopology } from './read-topology.ts';
import { addressOf, routerAddressFor } from './topology.ts';
import { topologySchema } from './topology-schema.ts';
import { propertiesOf } from './yaml-file.ts';

const directory = 'lab/topologies';
const valid = `name: tiny
networks:
  outside: { subnet: 198.51.100.0/24 }
  lan: { subnet: 192.0.2.0/24, switch: ap }
router:
  interfaces:
    ether1: { network: outside, expect: 198.51.100.1 }
    ether2: { network: lan }
hosts:
  isp: { kind: isp, network: outside, address: 198.51.100.2, dhcp: { range: 198.51.100.3-198.51.100.9 } }
  ap: { kind: access-point, network: lan, address: 192.0.2.2 }
  client: { network: lan, address: dhcp, expect: 192.0.2.10 }
`;

const parse = (text: string) => parseTopology({ name: 'tiny.yaml', text });

/** What is said of the valid topology with one place changed. */
function faultsOf(change: readonly [from: string, to: string]): string {
  const text = valid.replace(...change);
  expect(text).not.toBe(valid);
  return faultsIn(text);
}

function faultsIn(text: string, name = 'tiny.yaml'): string {
  try {
    parseTopology({ name, text });
  } catch (error) {
    if (error instanceof KnocklabError && error.code === 'input/topology') return error.message;
    throw error;
  }
  throw new Error('no fault was found');
}

test.each(readdirSync(directory))('%s is valid and named for its file', async (file) => {
  expect(`${(await readTopology(`${directory}/${file}`)).name}.yaml`).toBe(file);
});

test('the manual shows the paper’s topology as it is', () => {
  expect(readFileSync('docs/topology.md', 'utf8')).toContain(readFileSync(`${directory}/paper.yaml`, 'utf8').trim());
});

test('the manual shows a fault as it is', async () => {
  const text = (await readTopology(`${directory}/paper.yaml`)).source.text.replace(/(?<=client: .*)hotspot/, 'hotpsot');
  const [, faults = ''] = readFileSync('docs/topology.md', 'utf8').split('## Faults');
  const [, shown = ''] = faults.split('```');
  expect(faultsIn(text, 'paper.yaml')).toBe(shown.trim());
});

test.each(propertiesOf(topologySchema))('the manual explains the property %s', (name) => {
  expect(readFileSync('docs/topology.md', 'utf8')).toContain(`\`${name}`);
});

test('gives an address its network’s length', () => {
  const { hosts } = parse(valid);
  expect(hosts.isp?.interfaces.eth0?.address).toBe('198.51.100.2/24');
  expect(hosts.client?.interfaces.eth0).toMatchObject({ address: 'dhcp', expect: '192.0.2.10' });
});

test('derives stable, local and different MAC addresses', () => {
  const macs = Object.values(parse(valid).hosts).flatMap((host) =>
    Object.values(host.interfaces).map(({ mac }) => mac),
  );
  expect(macs).toEqual(
    Object.values(parse(valid).hosts).flatMap((host) => Object.values(host.interfaces).map(({ mac }) => mac)),
  );
  expect(new Set(macs).size).toBe(macs.length);
  for (const mac of macs) expect(mac).toMatch(/^02(:[0-9a-f]{2}){5}$/);
});

test('knows the router’s address on a host’s network', () => {
  const topology = parse(valid);
  expect(routerAddressFor(topology, 'isp')).toBe('198.51.100.1');
  expect(routerAddressFor(topology, 'client')).toBeUndefined();
  expect(Object.values(topology.router.interfaces).map(addressOf)).toEqual(['198.51.100.1', undefined]);
});

test('shows a misspelt network with its line and a caret', () => {
  expect(faultsOf(['{ network: outside, expect', '{ network: outsied, expect'])).toBe(
    `There is no network "outsied". Did you mean "outside"?

tiny.yaml:7:24
7 |     ether1: { network: outsied, expect: 198.51.100.1 }
                           ^`,
  );
});

test('shows a misspelt property under its name', () => {
  expect(faultsOf(['address: dhcp', 'adress: dhcp'])).toBe(
    `Unknown property "adress". Did you mean "address" or "address6"?

tiny.yaml:12:27
12 |   client: { network: lan, adress: dhcp, expect: 192.0.2.10 }
                               ^`,
  );
});

test('shows a syntax error', () => {
  const faults = faultsOf(['{ network: lan }', '{ network: lan']);
  expect(faults).toContain('tiny.yaml:9:1\n9 | hosts:\n    ^');
});

test('shows all faults at once, in the order of the file', () => {
  const faults = faultsIn(
    valid.replace('/24 }', '/33 }').replace('kind: isp', 'kind: ips').replace('name: tiny', 'name: Tiny'),
  );
  expect(faults).toMatch(/^tiny\.yaml has 3 faults\./);
  expect([...faults.matchAll(/tiny\.yaml:(\d+):/g)].map(([, line]) => line)).toEqual(['1', '3', '10']);
  expect(faults).toContain('"ips" is none of host, access-point, isp. Did you mean "isp"?');
});

test.each([
  [['client: {', 'Client: {'], '"Client" is no name: 1 to 12 lower-case letters, digits and hyphens.'],
  [['client: {', 'router: {'], 'The name "router" belongs to the router.'],
  [['switch: ap', 'switch: app'], 'There is no host "app". Did you mean "ap"'],
  [['switch: ap', 'switch: client'], 'Host "client" is of kind host; only an access-point switches a network.'],
  [
    ['network: lan, address: 192.0.2.2', 'network: outside, address: 198.51.100.20'],
    'Host "ap" is not on network "lan".',
  ],
  [['192.0.2.2 }', '192.0.3.2 }'], '192.0.3.2 is outside of 192.0.2.0/24, the subnet of network "lan".'],
  [['192.0.2.2 }', '192.0.2.255 }'], "192.0.2.255 is the network's or the broadcast address of 192.0.2.0/24."],
  [['192.0.2.2 }', '192.0.2.2/16 }'], 'The length of 192.0.2.2/16 is not that of 192.0.2.0/24.'],
  [['192.0.2.2 }', '192.0.2 }'], '"192.0.2" is neither an IPv4 address nor "dhcp".'],
  [['192.0.2.2 }', '192.0.2.2, address6: "2001:db8::1" }'], 'Network "lan" has no "subnet6".'],
  [
    ['192.0.2.2 }', '192.0.2.2, dns: { a.example: 192.0.2.3 } }'],
    'Only a host of kind isp has "dns"; "ap" is of kind access-point.',
  ],
  [['192.0.2.2 }', '192.0.2.2, mac: 01:00:00:00:00:01 }'], '"01:00:00:00:00:01" is a multicast MAC address.'],
  [['expect: 192.0.2.10', 'expect: 192.0.2.2'], '192.0.2.2 belongs to "ap" already.'],
  [['dhcp, expect: 192.0.2.10', 'dhcp, gateway: 192.0.2.1'], 'The gateway comes by DHCP, as the address does.'],
  [['address: dhcp, expect', 'expect'], '"expect" is for an address that comes by DHCP.'],
  [['198.51.100.3-198.51.100.9', '198.51.100.3-198.51.101.9'], '198.51.101.9 is outside of 198.51.100.0/24'],
  [
    ['198.51.100.9 }', '198.51.100.9, leases: { clint: 198.51.100.7 } }'],
    'There is no node "clint". Did you mean "client"?',
  ],
  [['198.51.100.9 }', '198.51.100.9, leases: { client: 198.51.100.7 } }'], '"client" is not on network "outside".'],
  [
    ['subnet: 192.0.2.0/24, ', 'subnet: 198.51.100.128/25, '],
    '198.51.100.128/25 overlaps with 198.51.100.0/24 of network "outside".',
  ],
  [
    ['network: lan, address: dhcp, expect: 192.0.2.10', ''],
    'Host "client" is on no network: give it "network" or "interfaces".',
  ],
  [['{ subnet: 198.51.100.0/24 }', '{}'], 'Property "subnet" is missing.'],
  [['{ subnet: 198.51.100.0/24 }', '[]'], 'Expected properties (name: value).'],
  [['hosts:', 'hosts:\n  ap: {}'], 'Map keys must be unique.'],
] as const)('replacing %j says %j', (change, fault) => {
  expect(faultsOf(change)).toContain(fault);
});

test('points at the second of two equal MAC addresses', () => {
  const mac = 'mac: 02:00:00:00:00:07';
  const text = valid
    .replace('192.0.2.2 }', `192.0.2.2, ${mac} }`)
    .replace('192.0.2.10 }', `192.0.2.10, ${mac.toUpperCase().replace('MAC', 'mac')} }`);
  expect(faultsIn(text)).toMatch(/^02:00:00:00:00:07 belongs to "ap" already\.\n\ntiny\.yaml:12:/);
});

test('says of an empty file what it should hold', () => {
  expect(faultsIn('')).toContain('Expected properties (name: value).\n\ntiny.yaml:1:1');
});

test('finds a topology by name and by path', async () => {
  expect(await findTopology('paper')).toBe('lab/topologies/paper.yaml');
  expect(await findTopology('lab/topologies/small.yaml')).toBe('lab/topologies/small.yaml');
});

test('finds the topologies that come with knocklab from elsewhere', async () => {
  expect(await readTopology(await findTopology('paper', '/nowhere'))).toMatchObject({ name: 'paper' });
});

test('suggests the topology that was meant', async () => {
  await expect(findTopology('papr')).rejects.toMatchObject({
    code: 'input/topology',
    message: expect.stringMatching(/^There is no topology "papr"; known are .*\bpaper\b.*\. Did you mean "paper"\?$/),
  });
});

test('says which file it can’t read', async () => {
  await expect(readTopology('no-such.yaml')).rejects.toMatchObject({
    code: 'input/topology',
    message: 'Can\'t read the topology file "no-such.yaml".',
  });
});
