import { withstand } from '../../src/attacks/withstand.ts';
import { expect, scenario } from '../../src/scenario/scenario.ts';
import { paperSystem } from './guarded.ts';
import { internet, paperScenario, sequence, services } from './paper.ts';

scenario(
  'Scheme 3, hardened',
  {
    ...paperScenario,
    about:
      'The paper’s ports, times and alerts in a form that holds against everything a packet filter can hold against. First what people must not notice: clients use the internet, a knocker gets in, the administrator needs no knock and hears of a scan. Then every attack of the catalogue. Replay, forged knocks and neighbours behind one address still get through, and so does whoever knows the four ports and tries them in ascending order, because that is the sequence.',
    router: 'husain/hardened.rsc',
  },
  async (context) => {
    const { attacker, client, admin, router, telegram, clock, step } = context;

    await step('the administrator needs no knock, the hotspot sees nothing of the services', async () => {
      expect((await admin.look(router, services)).open).toEqual(services);
      expect(await attacker.scan(router, services)).toShow({ filtered: services });
    });

    await step('everybody uses the internet, names and ping', async () => {
      expect((await client.ping(internet)).received).toBe(1);
      expect((await client.ping(router)).received).toBe(1);
      const { stdout } = await client.exec(['busybox', 'nslookup', 'api.telegram.org', '10.10.10.1']);
      expect(stdout).toContain('149.154.167.220');
    });

    await step.long('four knocks open the services for half an hour', async () => {
      await expect(client.door(router, 8291)).toLive({
        by: () => client.knock(router, sequence),
        opensWithin: '1s',
        closesAfter: '30m',
        within: '1s',
        staysClosed: '5m',
      });
    });

    await step.long('a second knock soon after the first gives the whole time again', async () => {
      await client.knock(router, sequence);
      await clock.advance('20s');
      await client.knock(router, sequence);
      await expect(client.door(router, 8291)).toStayOpen('29m50s');
      await router.run('/ip firewall address-list remove [find dynamic]');
    });

    await step('who touches the trap loses the internet and is reported; a knock gives it back', async () => {
      await attacker.knock(router, ['5000/tcp']);
      expect((await attacker.ping(internet)).received).toBe(0);
      expect((await client.ping(internet)).received).toBe(1);
      await clock.advance('1m');
      expect(telegram).toHaveReceived(/Action Drop Occurred: Wifi Client Sedang Tidak Aman \[Port Scanning\]$/, {
        times: 1,
      });
      await attacker.knock(router, sequence);
      expect((await attacker.ping(internet)).received).toBe(1);
      expect((await attacker.look(router, services)).open).toEqual(services);
      await clock.advance('1m');
      expect(telegram).toHaveReceived(/Action Allow Occurred: Wifi Client Telah Aman \[Authenticated Clients\]$/);
      await router.run('/ip firewall address-list remove [find dynamic]');
    });

    await step('the trap is a trap for knockers, too', async () => {
      await attacker.knock(router, [...sequence.slice(0, 3), '5000/tcp']);
      expect(await router.addressList('port_scanners')).toHold(attacker);
      await router.run('/ip firewall address-list remove [find dynamic]');
    });

    for (const stage of [1, 2, 3]) {
      await step(`another port after knock ${stage} spoils the sequence, for half a minute`, async () => {
        await attacker.knock(router, [...sequence.slice(0, stage), '9999/tcp', ...sequence.slice(stage)]);
        expect((await attacker.look(router, services)).open).toEqual([]);
        await clock.advance('31s');
        await attacker.knock(router, sequence);
        expect((await attacker.look(router, services)).open).toEqual(services);
        await router.run('/ip firewall address-list remove [find dynamic]');
      });
    }

    await step('five logins within a minute are let in, a sixth waits for ten minutes', async () => {
      await client.knock(router, sequence);
      for (let login = 1; login <= 5; login++) {
        expect((await client.connect(router, 22)).outcome, `login ${login}`).toBe('connected');
      }
      expect((await client.connect(router, 22, { timeoutMs: 300 })).outcome).toBe('timeout');
      expect((await client.connect(router, 8291)).outcome).toBe('connected');
    });

    await withstand(context, paperSystem(context, 'hardened'));
  },
);
