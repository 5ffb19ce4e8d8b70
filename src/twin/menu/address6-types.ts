import ipaddr from 'ipaddr.js';
import type { PropertyType } from './property-type.ts';

/** `2001:db8::/32`; a bare address is a /128, host bits are cleared (firewall-facts 2.2). */
export const ip6Prefix: PropertyType = {
  parse: (given) => {
    const [address = '', length = '128', ...rest] = given.split('/');
    if (!ipaddr.IPv6.isValid(address) || address.includes('%') || rest.length > 0) return undefined;
    const bits = /^\d{1,3}$/.test(length) ? Number(length) : 129;
    if (bits > 128) return undefined;
    const network = ipaddr.IPv6.networkAddressFromCIDR(`${address}/${bits}`);
    return `${ipaddr.IPv6.parse(network.toNormalizedString()).toString()}/${bits}`;
  },
};

/** A range of two addresses, or a prefix, as matchers take them. */
export const address6Range: PropertyType = {
  parse: (given) => {
    const [from = '', to, ...rest] = given.split('-');
    if (to === undefined) return ip6Prefix.parse(given);
    const isRange = ipaddr.IPv6.isValid(from) && ipaddr.IPv6.isValid(to) && rest.length === 0;
    return isRange ? `${ipaddr.IPv6.parse(from).toString()}-${ipaddr.IPv6.parse(to).toString()}` : undefined;
  },
};
