import { expect, scenario } from '../../src/scenario/scenario.ts';
import {
  allowAlert,
  dropAlert,
  internet,
  leaveLadder,
  ordinaryScan,
  paperScenario,
  sequence,
  services,
} from './paper.ts';

scenario(
  'Scheme 3: knocking, trap and alerts',
  {
    ...paperScenario,
    about:
      'The whole system of the paper. Four knocks within 30 seconds of each other (1000, 1500, 3000, 4000) open services and internet for the ' +
      'knocker; a touch of port 5000 closes both for the scanner; Telegram tells the administrator of either.',
    router: 'husain/scheme3.rsc',
    capture: ['attacker'],
  },
  async ({ attacker, client, admin, router, telegram, clock, step, finding }) => {
    await step('the service ports are open before anything has happened', async () => {
      expect(await attacker.scan(router, services)).toShow({ open: services });
      expect(await admin.scan(router, services)).toShow({ open: services });
    });

    await step('a scan of just the four services never touches the trap', async () => {
      expect(await router.addressList('port_scanners')).not.toHold(attacker);
      expect((await router.log(/PortScanner/)).lines).toEqual([]);
      finding(
        'a targeted scan is not noticed',
        'nmap -p 22,23,80,8291 sees every service and meets no trap: nothing is logged, nobody is told. Only a scan that happens to ask port 5000 is.',
      );
    });

    await step('an ordinary scan trips the trap, but sees the ports first', async () => {
      // Of the four, nmap asks these three among its very first ports, whatever the order of the rest.
      expect(await ordinaryScan({ attacker, router })).toShow({ open: [22, 23, 80] });
      expect(await router.addressList('port_scanners')).toHold(attacker);
      expect(await router.log()).toHaveLogged(
        /^PortScanner Terdeteksi input: in:ether2 out:\(unknown 0\), .* 10\.10\.10\.254:\d+->10\.10\.10\.1:5000/,
      );
      finding(
        'the first scan gets its answer',
        'The trap closes the ports behind the scan that trips it: the scanner has read the list of open ports by then.',
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
      finding(
        'the alert comes up to a minute late',
        'The scheduler looks once a minute; a default scan takes a fraction of a second and is over long before.',
      );
    });

    await step('knocks in the wrong order, or not all of them, open nothing', async () => {
      await attacker.knock(router, ['1500/tcp', '1000/tcp', '3000/tcp', '4000/tcp']);
      await attacker.knock(router, ['4000/tcp', '3000/tcp', '1500/tcp']);
      expect(await router.addressList('authenticated_clients')).not.toHold(attacker);
      expect(await router.addressList('authenticated_clients_koneksi')).not.toHold(attacker);
      await leaveLadder(router, attacker.address ?? '');
    });

    for (const stage of [1, 2, 3]) {
      await step(`stage ${stage} is forgotten after 30 seconds`, async () => {
        await attacker.knock(router, sequence.slice(0, stage));
        expect(await router.addressList(`knock_ports${stage}`)).toHold(attacker);
        expect(await router.addressList(`knock_ports_koneksi${stage}`)).toHold(attacker);
        await clock.advance('31s');
        await attacker.knock(router, sequence.slice(stage));
        expect(await router.addressList('authenticated_clients')).not.toHold(attacker);
        expect(await router.addressList('authenticated_clients_koneksi')).not.toHold(attacker);
      });
    }

    await step('four knocks in order open services and internet for the scanner', async () => {
      await attacker.knock(router, sequence, { gap: '100ms' });
      expect(await attacker.scan(router, services)).toShow({ open: services });
      expect((await attacker.ping(internet)).received).toBe(1);
      expect(await router.log()).toHaveLogged(/^knock4 input:/);
    });

    await step('the administrator hears of that too', async () => {
      await clock.advance('1m');
      expect(telegram).toHaveReceived(allowAlert);
    });

    await step.long('the authentication ends after half an hour', async () => {
      await clock.advance('30m');
      expect(await attacker.scan(router, services)).toShow({ filtered: services });
      expect((await attacker.ping(internet)).received).toBe(0);
    });

    await step.long("the fifth knock of the text, by Debian's knock client, lets in and bans", async () => {
      await client.knock(router, [...sequence, '5000/tcp'], { client: 'knock', gap: '50ms' });
      expect(await router.addressList('port_scanners')).toHold(client);
      expect(await client.scan(router, services)).toShow({ open: services });
      await clock.advance('30m');
      expect(await client.scan(router, services)).toShow({ filtered: services });
      finding(
        'the fifth knock bites later',
        'The text asks for five knocks, the last on port 5000, which is the trap: the knocker is let in and listed as a scanner at once. ' +
          'It shows when the authentication ends: then he is locked out, where four knocks would have left him as he was.',
      );
    });

    await step.long('the ban ends after an hour', async () => {
      await clock.advance('1h');
      expect(await attacker.scan(router, services)).toShow({ open: services });
      expect((await attacker.ping(internet)).received).toBe(1);
    });

    await step('a sequential scan lets itself in', async () => {
      await attacker.scan(router, 'sequential', { tcp: 'top1000' });
      expect(await router.addressList('port_scanners')).toHold(attacker);
      expect(await router.addressList('authenticated_clients')).toHold(attacker);
      expect(await attacker.scan(router, services)).toShow({ open: services });
      finding(
        'a sequential scan climbs the ladder',
        'nmap -r asks 1000, 1500, 3000 and 4000 in that order and so knocks without knowing: it is authenticated before it meets the trap on 5000, ' +
          'and the accept for the authenticated stands above the drop for scanners. A shuffled scan does the same about once in 24 times.',
      );
    });
  },
);
