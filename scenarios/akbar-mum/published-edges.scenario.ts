import { expect, scenario } from '../../src/scenario/scenario.ts';
import { expectListChanges, put } from '../list-changes.ts';
import { type SafeHavenHost, safeHaven, sequence, services } from './safe-haven.ts';

scenario<SafeHavenHost>(
  'Safe Haven: the edges of its rules',
  {
    ...safeHaven,
    about:
      'Each of the four rules from both sides: which packets bring their sender to which list, and for how long, and which do not. What `knocklab mutate` found that no other scenario noticed.',
    router: 'akbar-mum/published.rsc',
  },
  async ({ remote, attacker, guest, router, step }) => {
    await step('each packet brings its sender as far as it should, and no further', async () => {
      await expectListChanges(router, attacker, [
        { packets: ['22/tcp', '1338/tcp', '1337/udp', '17954/udp', '17954/tcp', 'icmp'] },
        { packets: ['1337/tcp'], puts: { 'knock-knock': '15s' } },
        { on: ['knock-knock'], packets: ['22/tcp', '17954/tcp', '17955/udp', '53/udp', 'icmp'] },
        { on: ['knock-knock'], packets: ['1337/tcp'], puts: { 'knock-knock': '15s' } },
        { on: ['knock-knock'], packets: ['17954/udp'], puts: { 'Save Haven': '3h' } },
        { on: ['knock-knock', 'Save Haven'], packets: ['17954/udp'], puts: { 'Save Haven': '3h' } },
        { on: ['Save Haven'], packets: ['22/tcp', '17954/udp', 'icmp'] },
        { on: ['Save Haven'], packets: ['1337/tcp'], puts: { 'knock-knock': '15s' } },
        { by: guest, packets: ['1337/tcp'], puts: { 'knock-knock': '15s' } },
      ]);
    });

    await step('the first knock alone lets nobody in, and the haven is for everything', async () => {
      await put(router, attacker, 'knock-knock');
      expect((await attacker.look(router, services)).open).toEqual([]);
      await put(router, remote, 'Save Haven');
      expect((await remote.look(router, services)).open).toEqual(services);
      expect((await remote.ping(router)).received).toBe(1);
    });
  },
);

scenario<SafeHavenHost>(
  'Safe Haven in another order: the edges of its rules',
  {
    ...safeHaven,
    about:
      'Accept and drop stand first, so that no packet comes to the two knock rules behind them: they are without effect, whatever they say.',
    router: 'akbar-mum/reordered.rsc',
  },
  async ({ remote, attacker, staff, router, step }) => {
    await step('the haven lets in, whoever stands in it, and no other list does', async () => {
      await put(router, remote, 'Save Haven');
      expect((await remote.look(router, services)).open).toEqual(services);
      expect((await remote.ping(router)).received).toBe(1);
      await put(router, attacker, 'knock-knock');
      expect((await attacker.look(router, services)).open).toEqual([]);
      expect((await staff.look(router, services)).open).toEqual(services);
    });

    await step('the knocks are dropped before they count', async () => {
      await put(router, attacker);
      await attacker.knock(router, sequence);
      for (const list of ['knock-knock', 'Save Haven']) expect(await router.addressList(list)).not.toHold(attacker);
    });
  },
);
