import { ipv4ToNumber } from './menu/address-types.ts';

/** Does `192.0.2.0/24` (or a single address) hold this IPv4 address? */
export function addressContains(prefix: string, address: string): boolean {
  const [network = '', length = '32'] = prefix.split('/');
  const size = 2 ** (32 - Number(length));
  return Math.floor(ipv4ToNumber(network) / size) === Math.floor(ipv4ToNumber(address) / size);
}
