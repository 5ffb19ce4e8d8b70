import type { EventOf } from '../../trace/events.ts';

/** The name of the node that has an address; other addresses stay as they are. */
export function nodeNames(lab: EventOf<'lab-up'> | undefined): (address: string) => string {
  const names = new Map<string, string>();
  for (const { name, endpoints } of lab?.nodes ?? [])
    for (const { address } of endpoints) if (address !== undefined) names.set(address.split('/')[0] ?? address, name);
  return (address) => names.get(address) ?? address;
}
