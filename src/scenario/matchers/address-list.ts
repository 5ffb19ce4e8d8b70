import { BlockList, isIP } from 'node:net';
import { KnocklabError } from '../../core/errors.ts';
import type { AddressListRow } from '../../trace/events.ts';
import type { Check, Observation } from '../check.ts';

/** The entries of one address list at one moment. */
export interface AddressListObservation extends Observation {
  readonly list: string;
  readonly entries: readonly AddressListRow[];
}

/** An address, or anything that has one: a host. */
export type Addressed = string | { readonly name: string; readonly address: string | undefined };

/** An entry of the list is this address, or a range that it lies in. */
export function checkHeld({ list, entries }: AddressListObservation, wanted: Addressed, isNot = false): Check {
  const address = addressOf(wanted);
  const holds = entries.some((entry) => covers(entry.address, address));
  return {
    passed: holds !== isNot,
    expected: `${list} ${isNot ? 'does not hold' : 'holds'} ${address}`,
    observed: `${list} ${entries.length === 0 ? 'is empty' : `holds ${entries.map(entryText).join(', ')}`}`,
  };
}

export function addressOf(wanted: Addressed): string {
  if (typeof wanted === 'string') return wanted;
  if (wanted.address !== undefined) return wanted.address;
  throw new KnocklabError('lab/no-address', `${wanted.name} has no address`, {
    remedy: 'Look whether the router leases it one: `knocklab exec HOST -- ip address`.',
  });
}

function entryText({ address, timeout }: AddressListRow): string {
  return timeout === undefined ? address : `${address} (${timeout} left)`;
}

/** `10.0.0.1`, `10.0.0.0/8` or `10.0.0.1-10.0.0.9`. */
function covers(entry: string, address: string): boolean {
  if (entry === address) return true;
  if (isIP(address) !== 4) return false;
  const range = new BlockList();
  const [start = '', end = ''] = entry.split('-');
  const [network = '', length = ''] = entry.split('/');
  if (isIP(start) === 4 && isIP(end) === 4) range.addRange(start, end);
  else if (isIP(network) === 4 && length !== '') range.addSubnet(network, Number(length));
  return range.check(address);
}
