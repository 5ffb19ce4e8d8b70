import { expect, scenario } from '../../src/scenario/scenario.ts';
import { type SeminarHost, seminar, sequence } from './seminar.ts';

scenario<SeminarHost>(
  'Knocks in raw, with some limits',
  {
    ...seminar,
    about:
      'Raw comes before connection tracking: a knock counted there costs the router less, and a packet dropped there costs nothing. "With some limits", the slides say; the limits are shown: raw has no connection-state, so a drop in raw also cuts connections that were opened in time, and what comes back to the router’s own connections.',
    router: 'boyadzhiev-2022/raw.rsc',
  },
  async ({ client, attacker, router, clock, step, indicator }) => {
    await indicator(13, 'raw', { paper: '/ip/firewall/raw – with some limits' }, async () => {
      expect(await attacker.scan(router, [22])).toShow({ filtered: [22] });
      await client.knock(router, sequence);
      expect((await client.look(router, [22])).open).toEqual([22]);
      const asked = router.run('/ip firewall raw add chain=prerouting action=drop connection-state=new');
      await expect(asked).rejects.toThrow(/connection-state/);
      return { observed: 'the knock works in raw; connection-state is refused there', status: 'reproduced' };
    });

    await step.long('what was opened in time is cut when the time is up', async () => {
      await using connection = await client.hold(router, 22);
      await clock.advance('1h');
      await clock.advance('2s');
      expect(await connection.carries()).toBe(false);
    });
  },
);
