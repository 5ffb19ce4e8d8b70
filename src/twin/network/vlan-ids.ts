import type { Item } from '../menu/menu-spec.ts';
import { isEnabled } from '../menu/menu-spec.ts';

/** `10,20-22` → 10, 20, 21, 22 */
function idsOf(ranges: string): number[] {
  return ranges.split(',').flatMap((range) => {
    const [from = 0, to = from] = range.split('-').map(Number);
    return Array.from({ length: to - from + 1 }, (_, index) => from + index);
  });
}

/** The VLANs of a bridge in whose `/interface bridge vlan` entries an interface stands as tagged. */
export function taggedVlans(entries: readonly Item[], bridge: string, name: string): ReadonlySet<number> {
  const held = entries.filter(
    (entry) =>
      isEnabled(entry) && entry.props['bridge'] === bridge && (entry.props['tagged'] ?? '').split(',').includes(name),
  );
  return new Set(held.flatMap(({ props }) => idsOf(props['vlan-ids'] ?? '')));
}
