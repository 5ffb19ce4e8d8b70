import type { ScenarioRouter } from '../scenario/scenario-router.ts';

/** An entry may end by itself between being found and being removed. */
const removeEach = (menu: string, which: string): string =>
  `:foreach item in=[${menu} find ${which}] do={ :do { ${menu} remove $item } on-error={} }`;

/**
 * Makes a RouterOS firewall forget whom it has seen: dynamic entries of address lists and tracked connections.
 * Entries that stand in the configuration stay.
 */
export async function resetRouter(router: ScenarioRouter): Promise<void> {
  const lists = ['/ip firewall address-list', '/ipv6 firewall address-list'].map((menu) => removeEach(menu, 'dynamic'));
  const parts = [...lists, removeEach('/ip firewall connection', '')];
  await router.api.run(parts.join('; '), { timeoutMs: 60_000 });
}
