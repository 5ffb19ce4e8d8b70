import { expect, scenario } from '../../src/scenario/scenario.ts';
import type { ScenarioHost } from '../../src/scenario/scenario-host.ts';
import { type StudyHost, sequence, study } from './study.ts';

// What `knocklab mutate local-network-black-box/hardened.rsc` found that nobody had asked.

/** SSH and telnet in turn: each rung of the ladder of logins meets both. */
const inTurn = (first: 22 | 23, times: number): number[] =>
  Array.from({ length: times }, (_, index) => (index % 2 === 0 ? first : 45 - first));

scenario<StudyHost>(
  'The black-box study, hardened: the edges of its rules',
  {
    ...study,
    about:
      'Each time, port and direction of the hardened rules from both sides: a stage and a spoiled sequence last as long as they are said to, a login is counted for a minute and only where it is one, and what the rules leave alone stays alone. Each step is there because a mutant of the configuration survived without it.',
    router: 'local-network-black-box/hardened.rsc',
  },
  async ({ user, attacker, colleague, server, router, clock, step }) => {
    const people = [user, attacker, colleague];
    const forget = (): Promise<unknown> => router.run('/ip firewall address-list remove [find dynamic]');
    const knock = (host: ScenarioHost, knocks: readonly string[] = sequence): Promise<unknown> =>
      host.knock(router, knocks, { gap: '5ms', progress: false });
    const reaches = async (host: ScenarioHost, port = 8291): Promise<boolean> =>
      (await host.look(router, [port], { patienceMs: 50 })).open.length > 0;
    const logins = async (host: ScenarioHost, ports: readonly number[]): Promise<readonly boolean[]> => {
      const outcomes: boolean[] = [];
      for (const port of ports) outcomes.push(await reaches(host, port));
      return outcomes;
    };
    const fiveOfSix = [true, true, true, true, true, false];

    await step('whoever takes nine seconds for each stage gets in, whoever takes eleven does not', async () => {
      await knock(user, ['2001/tcp']);
      await knock(colleague, ['2001/tcp', '2002/tcp']);
      await knock(attacker, ['2001/tcp']);
      await clock.advance('9s');
      await knock(user, ['2002/tcp']);
      await clock.advance('2s');
      await knock(colleague, ['2003/tcp']);
      await knock(attacker, ['2002/tcp', '2003/tcp']);
      await clock.advance('7s');
      await knock(user, ['2003/tcp']);
      expect([await reaches(user), await reaches(colleague), await reaches(attacker)]).toEqual([true, false, false]);
      await forget();
    });

    await step.long('a second knock seven seconds after the first gives the whole time again', async () => {
      await knock(user);
      await clock.advance('7s');
      await knock(user);
      await clock.advance('59m55s');
      expect(await reaches(user)).toBe(true);
      await clock.advance('6s');
      expect(await reaches(user)).toBe(false);
      await forget();
    });

    await step('another port, or another protocol, in the place of a knock opens nothing', async () => {
      const wrong = [
        ['80/tcp', '2002/tcp', '2003/tcp'],
        ['2001/udp', '2002/tcp', '2003/tcp'],
        ['2001/tcp', '80/tcp', '2003/tcp'],
        ['2001/tcp', '2002/udp', '2003/tcp'],
        ['2001/tcp', '2002/tcp', '80/tcp'],
        ['2001/tcp', '2002/tcp', '2003/udp'],
        ['2001/tcp', '2002/tcp', '2001/tcp'],
        ['2001/tcp', '2002/tcp', '9999/tcp', '2003/tcp'],
      ];
      for (const knocks of wrong) {
        await knock(attacker, knocks);
        expect(await reaches(attacker), knocks.join(', ')).toBe(false);
        await forget();
      }
      await knock(attacker);
      expect(await reaches(attacker)).toBe(true);
      await forget();
    });

    await step(
      'neither the services nor a ping or a datagram spoil a sequence, and nothing spoils an open door',
      async () => {
        const others = ['22/tcp', '23/tcp', '80/tcp', '8291/tcp', '9999/udp', 'icmp'];
        await knock(user, ['2001/tcp', ...others, '2002/tcp', ...others, '2003/tcp']);
        expect(await reaches(user)).toBe(true);
        await knock(user, ['9999/tcp']);
        expect(await reaches(user)).toBe(true);
        await forget();
      },
    );

    await step.long('a spoiled sequence is spoiled for ten seconds, whatever has spoiled it', async () => {
      for (const [index, spoiler] of ['9999/tcp', '2002/tcp', '2003/tcp'].entries())
        await knock(people[index] ?? user, [spoiler]);
      await clock.advance('9s');
      for (const host of people) await knock(host);
      for (const host of people) expect(await reaches(host), host.name).toBe(false);
      await clock.advance('2s');
      for (const host of people) await knock(host);
      for (const host of people) expect(await reaches(host), host.name).toBe(true);
      await forget();
    });

    await step('a knock that was spoiled gets no answer, and does not count later', async () => {
      await knock(user, ['9999/tcp']);
      await clock.advance('6s');
      expect((await user.look(router, [2001])).states).toEqual({ 2001: 'filtered' });
      await clock.advance('5s');
      await knock(user, ['2002/tcp', '2003/tcp']);
      expect(await reaches(user)).toBe(false);
      await knock(attacker, ['2001/tcp', '9999/tcp']);
      await clock.advance('6s');
      await knock(attacker, ['2002/tcp']);
      await clock.advance('5s');
      await knock(attacker, ['2003/tcp']);
      expect(await reaches(attacker)).toBe(false);
      await forget();
      await knock(attacker);
      expect(await reaches(attacker)).toBe(true);
      await forget();
    });

    await step('a login is a connection to port 22 or 23 by somebody who has knocked', async () => {
      for (const [host, first] of [
        [user, 22],
        [colleague, 23],
      ] as const) {
        await logins(host, inTurn(first, 4));
        await knock(host);
        for (const [index, port] of inTurn(first, 5).entries()) {
          await host.look(router, [80]);
          expect(await reaches(host, port), `${host.name}: login ${index + 1}`).toBe(true);
        }
        expect(await logins(host, [22, 23])).toEqual([false, false]);
        expect(await reaches(host)).toBe(true);
      }
      await forget();
    });

    await step.long('logins with 55 seconds between them are counted together, with 65 they are not', async () => {
      const four = [...people, server];
      for (const host of four) await knock(host);
      for (const [index, host] of four.entries()) await logins(host, inTurn(22, index + 1));
      await clock.advance('65s');
      for (const host of four) expect(await logins(host, inTurn(22, 6)), host.name).toEqual(fiveOfSix);
      await forget();
      await knock(user);
      for (let time = 1; time <= 5; time++) {
        expect(await reaches(user, 22), `login ${time}`).toBe(true);
        if (time < 5) await clock.advance('55s');
      }
      expect(await reaches(user, 22)).toBe(false);
      await forget();
    });

    await step.long('a connection that is used is one login, however long it lasts', async () => {
      await knock(user);
      await using connection = await user.hold(router, 22);
      await clock.advance('55s');
      expect(await connection.carries()).toBe(true);
      await clock.advance('10s');
      expect(await logins(user, inTurn(22, 6))).toEqual(fiveOfSix);
      await forget();
    });

    await step.long('after the fifth login no sixth for ten minutes; what is open goes on', async () => {
      await knock(user);
      await using connection = await user.hold(router, 22);
      expect(await logins(user, inTurn(22, 5))).toEqual(fiveOfSix.slice(1));
      expect(await connection.carries()).toBe(true);
      await clock.advance('9m50s');
      expect(await reaches(user, 22)).toBe(false);
      await clock.advance('11s');
      expect(await reaches(user, 22)).toBe(true);
      await forget();
    });

    await step('of UDP, whoever has not knocked reaches ports 53 and 67 and nothing beside them', async () => {
      await router.run('/ip dns set allow-remote-requests=yes');
      const { ports } = await colleague.scan(
        router,
        [52, 53, 54, 66, 67, 68].map((port) => `${port}/udp`),
      );
      const answered = ports.filter(({ state }) => state === 'open' || state === 'closed');
      expect(answered.map(({ port }) => port)).toEqual([53, 67]);
      await forget();
    });

    await step('only who has knocked reaches the servers; they reach everybody and are answered', async () => {
      await server.serve(445);
      expect((await colleague.look(server, [445])).open).toEqual([]);
      await knock(colleague);
      expect((await colleague.look(server, [445])).open).toEqual([445]);
      await forget();
      await colleague.serve(445);
      expect((await server.look(colleague, [445])).open).toEqual([445]);
    });
  },
);
