import { withstand } from '../../src/attacks/withstand.ts';
import { expect, scenario } from '../../src/scenario/scenario.ts';
import { type SafeHavenHost, safeHaven, safeHavenSystem, sequence, services } from './safe-haven.ts';

scenario<SafeHavenHost>(
  'Safe Haven, hardened',
  {
    ...safeHaven,
    about:
      'The same two knocks with the same times, in a form that holds against everything a packet filter can hold against. First what the administrator must not notice: he knocks, stays and leaves as before. Then every attack of the catalogue. Replay, forged knocks and neighbours behind the same NAT still get through: no static sequence can hold against them.',
    router: 'akbar-mum/hardened.rsc',
  },
  async (context) => {
    const { remote, attacker, staff, guest, router, clock, step } = context;

    await step('who was let in without a knock still is, and nobody else', async () => {
      expect((await staff.look(router, services)).open).toEqual(services);
      expect(await guest.scan(router, services)).toShow({ filtered: services });
    });

    await step("Debian's knock client opens as before", async () => {
      await remote.knock(router, sequence, { client: 'knock', gap: '50ms' });
      expect((await remote.look(router, services)).open).toEqual(services);
      expect((await remote.ping(router)).received).toBe(1);
    });

    await step.long('the door lives for three hours, and a second knock gives the whole time again', async () => {
      await expect(guest.door(router, 80)).toLive({
        by: () => guest.knock(router, sequence),
        opensWithin: '1s',
        closesAfter: '3h',
        within: '1s',
        staysClosed: '10m',
      });
      await guest.knock(router, sequence);
      await clock.advance('2h');
      await guest.knock(router, sequence);
      await expect(guest.door(router, 80)).toStayOpen('2h50m');
    });

    await step('a host of the LAN that asks for a name between its knocks gets in all the same', async () => {
      await router.run('/ip firewall address-list remove [find dynamic]');
      await guest.knock(router, ['1337/tcp', '53/udp', '67/udp', '17954/udp']);
      expect((await guest.look(router, services)).open).toEqual(services);
    });

    for (const wrong of ['9999/tcp', '9999/udp']) {
      await step(`${wrong} between the knocks spoils them, for fifteen seconds`, async () => {
        await attacker.knock(router, ['1337/tcp', wrong, '17954/udp']);
        expect((await attacker.look(router, services)).open).toEqual([]);
        await clock.advance('16s');
        await attacker.knock(router, sequence);
        expect((await attacker.look(router, services)).open).toEqual(services);
        await router.run('/ip firewall address-list remove [find dynamic]');
      });
    }

    await step('five logins within a minute are let in, a sixth waits for ten minutes', async () => {
      await remote.knock(router, sequence);
      for (let login = 1; login <= 5; login++) {
        expect((await remote.connect(router, 22)).outcome, `login ${login}`).toBe('connected');
      }
      expect((await remote.connect(router, 22, { timeoutMs: 300 })).outcome).toBe('timeout');
      expect((await remote.connect(router, 8291)).outcome).toBe('connected');
    });

    await step.long('and is let in then', async () => {
      await clock.advance('10m');
      await clock.advance('1s');
      expect((await remote.connect(router, 22)).outcome).toBe('connected');
    });

    await step('the LAN reaches the internet, and not the other way round', async () => {
      expect((await guest.ping('203.0.113.7')).received).toBe(1);
      await guest.serve(445);
      expect((await attacker.look(guest, [445])).open).toEqual([]);
    });

    await withstand(context, safeHavenSystem(context, 'hardened'));
  },
);
