import ipaddr from 'ipaddr.js';

/** `192.0.2.1`, without the short and octal forms that ipaddr.js and inet_aton take. */
export function isIPv4(text: string): boolean {
  return ipaddr.IPv4.isValidFourPartDecimal(text);
}

export function isIPv6(text: string): boolean {
  return ipaddr.IPv6.isValid(text) && !text.includes('%');
}

/** The length of `address/length`; undefined when it has none. */
export function prefixLength(text: string): number | undefined {
  const [, length] = text.split('/');
  return length === undefined ? undefined : Number(length);
}

export function isSubnet(text: string, isAddress: (text: string) => boolean): boolean {
  const [address = '', length = ''] = text.split('/');
  return isAddress(address) && /^\d{1,3}$/.test(length) && Number(length) <= (address.includes(':') ? 128 : 32);
}

/** Whether an address (its length does not matter) lies in a subnet. */
export function subnetHolds(subnet: string, address: string): boolean {
  const [network, length] = ipaddr.parseCIDR(subnet);
  const inner = ipaddr.parse(address.split('/')[0] ?? '');
  return inner.kind() === network.kind() && inner.match(network, length);
}

export function subnetsOverlap(a: string, b: string): boolean {
  return subnetHolds(a, b) || subnetHolds(b, a);
}

/** The first and the last address of an IPv4 subnet, which no node may have (RFC 3021 excepts /31 and /32). */
export function reservedAddresses(subnet: string): string[] {
  if ((prefixLength(subnet) ?? 0) > 30) return [];
  return [
    ipaddr.IPv4.networkAddressFromCIDR(subnet).toString(),
    ipaddr.IPv4.broadcastAddressFromCIDR(subnet).toString(),
  ];
}
