import { expect, scenario } from '../../src/scenario/scenario.ts';
import { expectListChanges, put } from '../list-changes.ts';
import { type ManualHost, manual, services } from './recipes.ts';

/** Whoever comes to SSH begins at the first rung once more, however far he is. */
const again = { connection1: '5m' };

scenario<ManualHost>(
  "MikroTik's recipe against password guessing: the edges of its rules",
  {
    ...manual,
    about:
      'Each rule of the recipe from both sides: which packets bring their sender to which list, and for how long, and which do not; the blacklist is for SSH from the WAN and nothing else. What `knocklab mutate` found that no other scenario noticed.',
    router: 'mikrotik-manual/brute-force.rsc',
  },
  async ({ admin, attacker, office, router, step }) => {
    const stages = ['connection1', 'connection2', 'connection3'];

    await step('each connection to SSH is one rung, for its time, and nothing else is', async () => {
      await expectListChanges(router, attacker, [
        ...stages.map((stage) => ({ on: [stage], packets: ['23/tcp', '80/tcp', '22/udp', '22/tcp RST', 'icmp'] })),
        ...stages.map((stage) => ({ by: office, on: [stage], packets: ['22/tcp'] })),
        { packets: ['21/tcp', '23/tcp', '22/udp', '22/tcp RST', 'icmp'] },
        { by: office, packets: ['22/tcp', '80/tcp'] },
        { on: ['bruteforce_blacklist'], packets: ['22/tcp', '80/tcp'] },
        { on: ['bruteforce_blacklist', 'connection3'], packets: ['22/tcp'] },
        { packets: ['22/tcp'], puts: again },
        { on: ['connection1'], packets: ['22/tcp'], puts: { ...again, connection2: '15m' } },
        { on: ['connection2'], packets: ['22/tcp'], puts: { ...again, connection3: '1h' } },
        { on: ['connection3'], packets: ['22/tcp'], puts: { ...again, bruteforce_blacklist: '1d' } },
      ]);
    });

    await step('the blacklist is for SSH from the WAN, and it cuts a session off', async () => {
      await using session = await admin.hold(router, 22);
      expect(await session.carries()).toBe(true);
      await put(router, admin, 'bruteforce_blacklist');
      expect(await session.carries()).toBe(false);
      const states = { 22: 'filtered', 23: 'open', 80: 'open', 8291: 'open', 9999: 'closed' };
      expect((await admin.look(router, [22, 23, 80, 8291, 9999])).states).toEqual(states);
      expect((await admin.ping(router)).received).toBe(1);
      await put(router, office, 'bruteforce_blacklist');
      expect((await office.look(router, services)).open).toEqual(services);
    });

    await step('no rung shuts out', async () => {
      await put(router, attacker, ...stages.slice(0, 2));
      expect((await attacker.look(router, [22])).open).toEqual([22]);
    });
  },
);
