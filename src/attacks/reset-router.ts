import type { ScenarioRouter } from '../scenario/scenario-router.ts';

/**
 * Makes a RouterOS firewall forget whom it has seen: dynamic entries of address lists and tracked connections.
 * Entries that stand in the configuration stay.
 */
export async function resetRouter(router: ScenarioRouter): Promise<void> {
  await router.run(
    '/ip firewall address-list remove [find dynamic]; /ipv6 firewall address-list remove [find dynamic]; ' +
      ':foreach c in=[/ip firewall connection find] do={ :do { /ip firewall connection remove $c } on-error={} }',
  );
}
