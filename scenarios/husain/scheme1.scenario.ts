import { expect, scenario } from '../../src/scenario/scenario.ts';
import { internet, paperScenario, services } from './paper.ts';

scenario(
  'Scheme 1: neither alerts nor knocking',
  {
    ...paperScenario,
    about:
      "The paper's starting point: a router as it comes, its services open to everybody. Whoever scans it sees ports 22, 23, 80 and 8291, " +
      'as often as he likes; nothing is logged, nobody is told.',
    router: 'husain/scheme1.rsc',
  },
  async ({ attacker, client, router, telegram, clock, step }) => {
    await step('the service ports are open to everybody', async () => {
      expect(await attacker.scan(router, services)).toShow({ open: services });
      expect(await client.scan(router, services)).toShow({ open: services });
    });

    await step('an ordinary scan shows them as well', async () => {
      expect(await attacker.scan(router, 'default')).toShow({ open: services });
    });

    await step('the scan has no consequence: ports and internet stay open to the scanner', async () => {
      expect(await attacker.scan(router, services)).toShow({ open: services });
      expect((await attacker.ping(internet)).received).toBe(1);
    });

    await step('nothing is logged and nobody is told', async () => {
      await clock.advance('2m');
      expect((await router.log(/firewall|scan/i)).lines).toEqual([]);
      expect(telegram.calls).toEqual([]);
    });
  },
);
