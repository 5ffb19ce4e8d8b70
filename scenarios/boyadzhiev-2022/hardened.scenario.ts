import { withstand } from '../../src/attacks/withstand.ts';
import { expect, scenario } from '../../src/scenario/scenario.ts';
import { ladderSystem, type SeminarHost, seminar, sequence } from './seminar.ts';

scenario<SeminarHost>(
  'The strict sequence, hardened',
  {
    ...seminar,
    about:
      'The three knocks of the seminar, TCP 2022, UDP 9090 and TCP 4022, with the same times, in a form that holds against everything a packet filter can hold against. First what the administrator must not notice, then every attack of the catalogue.',
    router: 'boyadzhiev-2022/hardened.rsc',
  },
  async (context) => {
    const { client, attacker, server, router, clock, step } = context;
    const forget = (): Promise<unknown> => router.run('/ip firewall address-list remove [find dynamic]');

    await step("Debian's knock client opens as before, the LAN needs no knock", async () => {
      expect(await attacker.scan(router, [22, 2022, 4022, 8291])).toShow({ filtered: [22, 2022, 4022, 8291] });
      expect((await server.look(router, [22, 8291])).open).toEqual([22, 8291]);
      await client.knock(router, sequence, { client: 'knock', gap: '50ms' });
      expect((await client.look(router, [22, 8291])).open).toEqual([22]);
      await forget();
    });

    await step.long('the door lives for an hour, and a second knock gives the whole time again', async () => {
      await expect(client.door(router, 22)).toLive({
        by: () => client.knock(router, sequence),
        opensWithin: '1s',
        closesAfter: '1h',
        within: '1s',
        staysClosed: '5m',
      });
      await client.knock(router, sequence);
      await clock.advance('20s');
      await client.knock(router, sequence);
      await clock.advance('59m50s');
      expect((await client.look(router, [22])).open).toEqual([22]);
      await forget();
    });

    await step('a host that asks for a name between its knocks gets in all the same', async () => {
      await client.knock(router, ['2022/tcp', '53/udp', '67/udp', '9090/udp', '4022/tcp']);
      expect((await client.look(router, [22])).open).toEqual([22]);
      await forget();
    });

    const spoiling = [
      ['another TCP port after the first knock', ['2022/tcp', '9999/tcp', '9090/udp', '4022/tcp']],
      ['another UDP port after the first knock', ['2022/tcp', '9999/udp', '9090/udp', '4022/tcp']],
      ['the third knock too early', ['2022/tcp', '4022/tcp', '9090/udp', '4022/tcp']],
    ] as const;
    for (const [what, knocks] of spoiling) {
      await step(`${what} spoils the sequence, for half a minute`, async () => {
        await attacker.knock(router, knocks);
        expect((await attacker.look(router, [22])).open).toEqual([]);
        await clock.advance('31s');
        await attacker.knock(router, sequence);
        expect((await attacker.look(router, [22])).open).toEqual([22]);
        await forget();
      });
    }

    await step('four logins within a minute are let in, a fifth waits for ten minutes', async () => {
      await client.knock(router, sequence);
      for (let login = 1; login <= 4; login++) {
        expect((await client.connect(router, 22)).outcome, `login ${login}`).toBe('connected');
      }
      expect((await client.connect(router, 22, { timeoutMs: 300 })).outcome).toBe('timeout');
      await forget();
    });

    await withstand(context, ladderSystem(context, 'hardened'));
  },
);
