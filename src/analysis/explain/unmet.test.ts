import { expect, test } from 'vitest';
import { type PacketFacts, unmetMatcher } from './unmet.ts';

const packet: PacketFacts = {
  family: 'ip',
  source: '198.51.100.66',
  destination: '198.51.100.1',
  protocol: 'tcp',
  port: 1500,
  state: 'new',
  inInterface: 'ether1',
  sourceLists: new Set(['stage1']),
  destinationLists: new Set(),
};

test.each([
  [{ protocol: 'udp' }, 'protocol=udp'],
  [{ protocol: '!tcp' }, 'protocol=!tcp'],
  [{ protocol: 'tcp', 'dst-port': '22,1000-1499' }, 'dst-port=22,1000-1499'],
  [{ protocol: 'tcp', 'dst-port': '!1000-2000' }, 'dst-port=!1000-2000'],
  [{ 'src-address': '!198.51.100.0/24' }, 'src-address=!198.51.100.0/24'],
  [{ 'src-address': '198.51.100.1-198.51.100.65' }, 'src-address=198.51.100.1-198.51.100.65'],
  [{ 'dst-address': '198.51.100.2' }, 'dst-address=198.51.100.2'],
  [{ 'connection-state': 'established,related' }, 'connection-state=established,related'],
  [{ 'in-interface': 'ether2' }, 'in-interface=ether2'],
  [{ 'src-address-list': 'stage2' }, 'src-address-list=stage2'],
  [{ 'src-address-list': '!stage1' }, 'src-address-list=!stage1'],
  [{ 'dst-address-list': 'servers' }, 'dst-address-list=servers'],
])('a rule with %j does not match because of %s', (row, reason) => {
  expect(unmetMatcher({ chain: 'input', action: 'drop', ...row }, packet)).toBe(reason);
});

test.each([
  { protocol: 'tcp', 'dst-port': '22,1500' },
  { 'connection-state': 'new,invalid' },
  { 'src-address': '198.51.100.0/24', 'src-address-list': 'stage1' },
  { 'src-address-list': '!stage2' },
  { 'tcp-flags': 'syn' },
])('nothing is said against %j', (row) => {
  expect(unmetMatcher(row, packet)).toBeUndefined();
});

test('where the interface is not known, no rule is said to fail by it', () => {
  const { inInterface: _, ...elsewhere } = packet;
  expect(unmetMatcher({ 'in-interface': 'ether2' }, elsewhere)).toBeUndefined();
});
