import { expect, scenario } from '../../src/scenario/scenario.ts';
import { internet, paperScenario } from './paper.ts';

scenario(
  'Scheme 1: the edges of its rule',
  {
    ...paperScenario,
    about:
      'The unprotected router has one rule, the masquerade of its uplink: what it translates, and what it leaves alone. No other scenario noticed when it translated too much.',
    router: 'husain/scheme1.rsc',
  },
  async ({ client, admin, router, step }) => {
    await step('towards the internet everybody has the router’s address, towards each other their own', async () => {
      expect((await client.ping(internet)).received).toBe(1);
      expect((await client.ping(admin)).received).toBe(1);
      const connections = await router.print('/ip/firewall/connection', { query: { protocol: 'icmp' } });
      const known = (to: string | undefined): Set<string | undefined> =>
        new Set(connections.filter((row) => row['dst-address'] === to).map((row) => row['reply-dst-address']));
      expect([known(internet), known(admin.address)]).toEqual([new Set(['10.0.2.15']), new Set([client.address])]);
    });
  },
);
