import { expect, test } from 'vitest';
import { parseDhcpLeases } from './dhcp-leases.ts';

test('reads the leases that dnsmasq keeps', () => {
  const file =
    '1700000600 02:00:00:00:00:0a 192.0.2.10 laptop 01:02:00:00:00:00:0a\n1700000060 02:00:00:00:00:0b 192.0.2.11 * *\n';
  expect(parseDhcpLeases(file, 1_700_000_000_500)).toEqual([
    { mac: '02:00:00:00:00:0A', address: '192.0.2.10', hostName: 'laptop', expiresInSeconds: 600 },
    { mac: '02:00:00:00:00:0B', address: '192.0.2.11', hostName: undefined, expiresInSeconds: 60 },
  ]);
});

test('an empty file has none', () => {
  expect(parseDhcpLeases('', 0)).toEqual([]);
});
