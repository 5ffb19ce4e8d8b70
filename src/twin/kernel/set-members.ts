import { prefixesOf } from '../menu/address-types.ts';

/** What a set of the kernel holds for an address: a `hash:net` takes prefixes of one bit and more, but not the address that nobody has. */
export function setMembers(address: string): string[] {
  if (address === '0.0.0.0' || address === '::' || address === '') return [];
  if (address === '::/0') return ['::/1', '8000::/1'];
  if (address === '0.0.0.0/0') return ['0.0.0.0/1', '128.0.0.0/1'];
  return address.includes('-') ? prefixesOf(address).filter((prefix) => prefix !== '0.0.0.0') : [address];
}

/** Is it held as something else than it is written? */
export const isComposed = (address: string): boolean =>
  address.includes('-') || /^(0\.0\.0\.0|::|)(\/0)?$/.test(address);
