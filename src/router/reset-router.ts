import type { Router } from './router.ts';

/** All at once; one by one where an entry ended by itself between being found and being removed. */
const removeAll = (menu: string, which: string): string =>
  `:do { ${menu} remove [${menu} find ${which}] } on-error={ ${removeEach(menu, which)} }`;

const removeEach = (menu: string, which: string): string =>
  `:foreach item in=[${menu} find ${which}] do={ :do { ${menu} remove $item } on-error={} }`;

/**
 * Makes a RouterOS firewall forget whom it has seen: dynamic entries of address lists and tracked connections.
 * Entries that stand in the configuration stay.
 */
export async function resetRouter(router: Pick<Router, 'run'>): Promise<void> {
  const lists = ['/ip firewall address-list', '/ipv6 firewall address-list'].map((menu) => removeAll(menu, 'dynamic'));
  const parts = [...lists, removeAll('/ip firewall connection', '')];
  await router.run(parts.join('; '), { timeoutMs: 60_000 });
}
