import { describe, expect, test } from 'vitest';
import {
  addressRange,
  interfaceAddress,
  ipPrefix,
  macAddress,
  networkOf,
  poolRanges,
  portList,
} from './address-types.ts';

describe.each([
  [
    'ipPrefix',
    ipPrefix,
    { '10.1.1.9/24': '10.1.1.0/24', '10.1.1.9/32': '10.1.1.9', '10.1.1.9': '10.1.1.9', '0.0.0.0/0': '0.0.0.0/0' },
    ['10.1.1', '127.1', '0x7f.1', '010.1.1.1', '10.1.1.9/33', '10.1.1.9/', ''],
  ],
  [
    'interfaceAddress',
    interfaceAddress,
    { '10.1.1.9/24': '10.1.1.9/24', '10.1.1.9': '10.1.1.9/32' },
    ['10.1.1.9/24/1', '256.1.1.1/8'],
  ],
  [
    'addressRange',
    addressRange,
    {
      '192.168.0.0-192.168.1.255': '192.168.0.0/23',
      '10.0.0.1-10.0.0.1': '10.0.0.1',
      '10.0.0.1-10.0.0.3': '10.0.0.1-10.0.0.3',
    },
    ['10.0.0.3-10.0.0.1', '10.0.0.1-', '10.0.0.1-3'],
  ],
  [
    'poolRanges',
    poolRanges,
    { '10.0.0.2-10.0.0.9,10.0.0.20': '10.0.0.2-10.0.0.9,10.0.0.20' },
    ['10.0.0.9-10.0.0.2', ''],
  ],
  ['portList', portList, { '22,80,1000-2000': '22,80,1000-2000', '0': '0' }, ['70000', '80-22', '', '22,', 'ssh']],
  [
    'macAddress',
    macAddress,
    { 'c4:ad:34:95:6e:29': 'C4:AD:34:95:6E:29', 'c4-ad-34-95-6e-29': 'C4:AD:34:95:6E:29' },
    ['c4:ad:34', 'c4:ad:34:95:6e:2g'],
  ],
])('%s', (_, type, kept, refused) => {
  test.each(Object.entries(kept))('keeps %s as %s', (given, canonical) => {
    expect(type.parse(given)).toBe(canonical);
  });

  test.each(refused.map((given) => [given]))('refuses "%s"', (given) => {
    expect(type.parse(given)).toBeUndefined();
  });
});

test('knows the network of an address', () => {
  expect(networkOf('103.190.47.45/24')).toBe('103.190.47.0');
  expect(networkOf('10.0.0.129/25')).toBe('10.0.0.128');
});
