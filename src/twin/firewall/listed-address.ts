import { parseDuration } from '../../routeros/duration.ts';
import { RouterosError, trapCategories } from '../../routeros/routeros-error.ts';
import type { Family } from '../kernel/matchers/matching.ts';
import { setMembers } from '../kernel/set-members.ts';
import { addressRange } from '../menu/address-types.ts';
import { ip6Prefix } from '../menu/address6-types.ts';
import type { PropertyType } from '../menu/property-type.ts';

const addressOf = (family: Family): PropertyType => (family === 'ip' ? addressRange : ip6Prefix);

/** An address, a prefix, a range; anything else is a name (firewall-facts 2.2). */
export function listedAddress(family: Family): PropertyType {
  const address = addressOf(family);
  return {
    parse: (given) => {
      if (given === '') return '';
      const known = address.parse(given);
      if (known !== undefined) return known;
      if (family === 'ipv6' && given.includes(':'))
        throw new RouterosError(`failure: ${given} is not a valid dns name`, { category: trapCategories.general });
      return /^[\w.*-]{1,253}(\/\d+)?$/.test(given) ? given : undefined;
    },
  };
}

export const isName = (family: Family, address: string): boolean =>
  address !== '' && addressOf(family).parse(address) === undefined;

/** A single address of IPv6 is written with its length (firewall-facts 2.2). */
export const shownAddress = (family: Family, address: string): string =>
  family === 'ipv6' && !address.includes('/') ? `${address}/128` : address;

/** A range with a timeout is one entry of the kernel for each prefix that it is made of; a name may have a dash too. */
export const partsOf = (address: string): readonly string[] =>
  address.includes('-') && addressRange.parse(address) !== undefined ? setMembers(address) : [address];

export const secondsOf = (timeout: string): number => Math.ceil((parseDuration(timeout) ?? 0) / 1000);
