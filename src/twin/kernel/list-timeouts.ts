import { parseDuration } from '../../routeros/duration.ts';
import type { Item } from '../menu/menu-spec.ts';
import type { LongTimeouts } from './address-sets.ts';
import { longestTimeoutSeconds } from './address-sets.ts';

export const secondsOf = (duration: string): number => Math.ceil((parseDuration(duration) ?? 0) / 1000);

/** Of lists that rules fill for longer than ipset can keep: every timeout that is used, in seconds. */
export function longTimeouts(rules: Iterable<readonly Item[]>): LongTimeouts {
  const found = new Map<string, number[]>();
  for (const { props } of [...rules].flat()) {
    const { 'address-list': list, 'address-list-timeout': timeout = 'none-dynamic' } = props;
    if (list !== undefined && !timeout.startsWith('none-'))
      found.set(list, [...(found.get(list) ?? []), secondsOf(timeout)]);
  }
  return new Map([...found].filter(([, all]) => all.some((seconds) => seconds > longestTimeoutSeconds)));
}
