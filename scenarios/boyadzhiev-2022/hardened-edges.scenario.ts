import { expect, scenario } from '../../src/scenario/scenario.ts';
import type { ScenarioHost } from '../../src/scenario/scenario-host.ts';
import { type SeminarHost, seminar, sequence } from './seminar.ts';

// What `knocklab mutate boyadzhiev-2022/hardened.rsc` found that nobody had asked.

/** The first knock, and what then makes a scan of it, for each of the rules that know one. */
const spoilers = { 'a TCP port': '9999/tcp', 'a UDP port': '9999/udp', 'the third knock': '4022/tcp' };

scenario<SeminarHost>(
  'The strict sequence, hardened: the edges of its rules',
  {
    ...seminar,
    about:
      'Each time, port and direction of the hardened sequence from both sides: a stage and a spoiled sequence last as long as they are said to, a login is counted for a minute and only where it is one, and what the rules leave alone stays alone. Each step is there because a mutant of the configuration survived without it.',
    router: 'boyadzhiev-2022/hardened.rsc',
  },
  async ({ client, attacker, neighbour, server, router, clock, step }) => {
    const people = [client, attacker, neighbour];
    const forget = (): Promise<unknown> => router.run('/ip firewall address-list remove [find dynamic]');
    const knock = (host: ScenarioHost, knocks: readonly string[] = sequence): Promise<unknown> =>
      host.knock(router, knocks, { gap: '5ms', progress: false });
    const login = async (host: ScenarioHost): Promise<boolean> =>
      (await host.look(router, [22], { patienceMs: 50 })).open.length > 0;
    const logins = async (host: ScenarioHost, times: number): Promise<readonly boolean[]> => {
      const outcomes: boolean[] = [];
      for (let time = 1; time <= times; time++) outcomes.push(await login(host));
      return outcomes;
    };

    await step('whoever takes 28 seconds for each stage still gets in, whoever takes 31 does not', async () => {
      await knock(client, ['2022/tcp']);
      await knock(neighbour, ['2022/tcp', '9090/udp']);
      await clock.advance('28s');
      await knock(client, ['9090/udp']);
      await clock.advance('3s');
      await knock(neighbour, ['4022/tcp']);
      await clock.advance('25s');
      await knock(client, ['4022/tcp']);
      expect([await login(client), await login(neighbour)]).toEqual([true, false]);
      await forget();
    });

    await step.long('a second knock 20 seconds after the first gives the whole time again', async () => {
      await knock(client);
      await clock.advance('20s');
      await knock(client);
      await clock.advance('59m50s');
      expect(await login(client)).toBe(true);
      await forget();
    });

    await step('another port, or another protocol, in the place of a knock opens nothing', async () => {
      const wrong = [
        ['2023/tcp', '9090/udp', '4022/tcp'],
        ['2022/udp', '9090/udp', '4022/tcp'],
        ['2022/tcp', '53/udp', '4022/tcp'],
        ['2022/tcp', '9090/tcp', '4022/tcp'],
        ['2022/tcp', '9090/udp', '2022/tcp'],
        ['2022/tcp', '9090/udp', '4022/udp'],
        ['2022/tcp', '9090/udp'],
        ['9090/udp', '4022/tcp'],
      ];
      for (const knocks of wrong) {
        await knock(attacker, knocks);
        expect(await login(attacker), knocks.join(', ')).toBe(false);
        await forget();
      }
      await knock(attacker);
      expect(await login(attacker)).toBe(true);
      await forget();
    });

    await step(
      'only between the knocks another port spoils, and neither the login nor what hosts ask all the time',
      async () => {
        await knock(client, ['9999/tcp', '9999/udp', '2022/tcp', '22/tcp', '67/udp', '9090/udp', '22/tcp', '4022/tcp']);
        expect(await login(client)).toBe(true);
        await knock(client, ['9999/tcp']);
        expect(await login(client)).toBe(true);
        await forget();
      },
    );

    await step.long('a spoiled sequence is spoiled for half a minute, whatever has spoiled it', async () => {
      for (const [index, spoiler] of Object.values(spoilers).entries()) {
        await knock(people[index] ?? client, ['2022/tcp', spoiler]);
      }
      await clock.advance('28s');
      for (const host of people) await knock(host);
      for (const host of people) expect(await login(host), host.name).toBe(false);
      await clock.advance('3s');
      for (const host of people) await knock(host);
      for (const host of people) expect(await login(host), host.name).toBe(true);
      await forget();
    });

    await step('a login is a connection to port 22 by somebody who has knocked', async () => {
      await logins(client, 3);
      await knock(client);
      for (let time = 1; time <= 4; time++) {
        await client.look(router, [8291]);
        expect(await login(client), `login ${time}`).toBe(true);
      }
      expect(await login(client)).toBe(false);
      await forget();
    });

    await step.long('logins with 55 seconds between them are counted together, with 65 they are not', async () => {
      for (const host of people) await knock(host);
      for (const [index, host] of people.entries()) await logins(host, index + 1);
      await clock.advance('65s');
      for (const host of people) expect(await logins(host, 4), host.name).toEqual([true, true, true, true]);
      await forget();
      await knock(client);
      for (let time = 1; time <= 4; time++) {
        expect(await login(client), `login ${time}`).toBe(true);
        if (time < 4) await clock.advance('55s');
      }
      expect(await login(client)).toBe(false);
      await forget();
    });

    await step.long('a connection that is used is one login, however long it lasts', async () => {
      await knock(client);
      await using connection = await client.hold(router, 22);
      await clock.advance('55s');
      expect(await connection.carries()).toBe(true);
      await clock.advance('10s');
      expect(await logins(client, 5)).toEqual([true, true, true, true, false]);
      await forget();
    });

    await step.long(
      'after the fourth login no fifth for ten minutes; what is open goes on, and so do knocks',
      async () => {
        await knock(client);
        await using connection = await client.hold(router, 22);
        expect(await logins(client, 4)).toEqual([true, true, true, false]);
        expect(await connection.carries()).toBe(true);
        await clock.advance('9m50s');
        expect(await login(client)).toBe(false);
        await knock(client, ['2022/tcp']);
        expect(await router.addressList('knock1')).toHold(client);
        await clock.advance('11s');
        expect(await login(client)).toBe(true);
        await forget();
      },
    );

    await step('the LAN reaches the world, and what the world answers', async () => {
      await client.serve(445);
      expect((await server.look(client, [445])).open).toEqual([445]);
    });
  },
);
