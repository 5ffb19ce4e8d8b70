import { addressRange, ip6Text, parseIp6, parseIp6Prefix } from '../../routeros/address.ts';
import type { Item } from '../check/configuration.ts';
import type { Side, Six } from './side.ts';

/**
 * Sides with the IPv6 addresses that the configuration gives the router there. What comes from a pool is the provider's to say,
 * and what is made of a MAC address (`eui-64`) the device's: neither is in an export.
 */
export function withSix(sides: readonly Side[], addresses: readonly Item[]): Side[] {
  const taken = new Set<string>();
  return sides.map((side) => {
    const own = addresses.filter(({ properties }) => properties.get('interface') === side.interface);
    const six = own.map(sixOf).find((one) => one !== undefined && !taken.has(one.subnet));
    if (six === undefined) return side;
    taken.add(six.subnet);
    return { ...side, six };
  });
}

/** The nth address of an IPv6 network. */
export function sixHostOf({ subnet }: Six, nth: number): string {
  return ip6Text(addressRange(subnet).first + BigInt(nth));
}

const linkLocal = /^fe[89ab]/i;

/** `/ipv6 address add address=2001:db8::1 interface=bridge`: without a length it is 64. */
function sixOf({ properties }: Item): Six | undefined {
  const [written = '', length = '64'] = (properties.get('address') ?? '').split('/');
  const router = parseIp6(written);
  const subnet = parseIp6Prefix(`${written}/${length}`);
  const isMade = properties.has('from-pool') || properties.get('eui-64') === 'yes';
  if (router === undefined || subnet === undefined || isMade || linkLocal.test(router)) return undefined;
  return Number(length) > 112 || subnet.startsWith(`${router}/`) ? undefined : { subnet, router };
}
