import { expect, scenario } from '../../src/scenario/scenario.ts';
import { dropAlert, internet, paperScenario, sequence, services } from './paper.ts';

scenario(
  'Scheme 2: alerts, but no knocking',
  {
    ...paperScenario,
    about:
      'A trap on port 5000 puts whoever touches it on the list port_scanners; from then on the services and the internet are closed to him, and ' +
      'the administrator reads of it in Telegram. There is no way back but to wait.',
    router: 'husain/scheme2.rsc',
  },
  async ({ attacker, client, router, telegram, clock, step }) => {
    await step('the service ports are open before the scan', async () => {
      expect(await attacker.scan(router, services)).toShow({ open: services });
      expect(await router.addressList('port_scanners')).not.toHold(attacker);
    });

    await step('an ordinary scan trips the trap', async () => {
      await attacker.scan(router, 'default');
      expect(await router.addressList('port_scanners')).toHold(attacker);
      expect(await router.log()).toHaveLogged(
        /^PortScanner Terdeteksi input: .* 10\.10\.10\.254:\d+->10\.10\.10\.1:5000/,
      );
    });

    await step('the services are closed to the scanner, and to nobody else', async () => {
      expect(await attacker.scan(router, services)).toShow({ filtered: services });
      expect(await client.scan(router, services)).toShow({ open: services });
      expect(await router.log()).toHaveLogged(/^Port Scanning Blocked: input:/);
    });

    await step('the internet is closed to the scanner, and to nobody else', async () => {
      expect((await attacker.ping(internet)).received).toBe(0);
      expect((await client.ping(internet)).received).toBe(1);
    });

    await step('the administrator hears of it within a minute', async () => {
      expect(telegram.messages).toEqual([]);
      await clock.advance('1m');
      expect(telegram).toHaveReceived(dropAlert, { times: 1 });
    });

    await step('knocking does not help: there is no ladder', async () => {
      await attacker.knock(router, sequence);
      expect(await attacker.scan(router, services)).toShow({ filtered: services });
    });
  },
);
