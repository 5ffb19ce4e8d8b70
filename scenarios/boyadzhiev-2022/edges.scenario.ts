import { expect, scenario } from '../../src/scenario/scenario.ts';
import { answerIsNoKnock, expectAnswers, forget, ladderEdges, opens, ownAnswers, synWith } from './edges.ts';
import { pings, routerAddress, type SeminarHost, seminar, sequence, word } from './seminar.ts';

const about =
  'Each time, port and direction of the rules from both sides. Each step is there because a mutant of the configuration survived without it.';
const quick = { gap: '5ms', progress: false } as const;

scenario<SeminarHost>(
  'The strict sequence: the edges of its rules',
  { ...seminar, about, router: 'boyadzhiev-2022/strict.rsc' },
  async (context) => {
    const { client, router, step } = context;
    await ladderEdges(context, 22);
    await ownAnswers(context);

    await step('the knock opens port 22 and no other', async () => {
      await client.knock(router, sequence, quick);
      expect((await client.look(router, [21, 22, 23, 80, 8291])).open).toEqual([22]);
      await forget(context);
    });

    await answerIsNoKnock(context);
  },
);

scenario<SeminarHost>(
  'Knocks in raw: the edges of the rules',
  { ...seminar, about, router: 'boyadzhiev-2022/raw.rsc' },
  async (context) => {
    const { attacker, server, router, step } = context;
    await ladderEdges(context, 22);

    await step('the knock is for port 22 and those outside', async () => {
      expect((await attacker.look(router, [21, 22, 23, 80, 8291])).open).toEqual([21, 23, 80, 8291]);
      expect((await server.look(router, [22])).open).toEqual([22]);
    });
  },
);

scenario<SeminarHost>(
  'Data in a segment: the edges of the rules',
  { ...seminar, about, router: 'boyadzhiev-2022/data.rsc' },
  async (context) => {
    const { client, attacker, router, clock, step } = context;
    await ownAnswers(context);

    await step.long('either word opens port 22 and no other, for an hour', async () => {
      await client.knock(router, ['9090/udp:data=mikrotik'], quick);
      await synWith(attacker, 9090, 'mikrotik');
      for (const host of [client, attacker]) expect((await host.look(router, [21, 22, 23, 8291])).open).toEqual([22]);
      await clock.advance('59m50s');
      for (const host of [client, attacker]) expect(await opens(context, host, 22), host.name).toBe(true);
      await clock.advance('11s');
      for (const host of [client, attacker]) expect(await opens(context, host, 22), host.name).toBe(false);
    });

    await step('a segment without the word, or for another port, opens nothing', async () => {
      await synWith(attacker, 9090, 'mikrotic');
      await synWith(attacker, 9091, 'mikrotik');
      await attacker.knock(router, ['9090/tcp', '9091/udp:data=mikrotik', '9090/udp:data=mikrotic'], quick);
      expect(await opens(context, attacker, 22)).toBe(false);
      await synWith(attacker, 9090, 'mikrotik');
      expect(await opens(context, attacker, 22)).toBe(true);
      await forget(context);
    });

    await step('the word is heard in a connection, too: the rules for data stand first', async () => {
      const says = 'socat -u SYSTEM:"sleep 0.2; printf mikrotik" TCP-LISTEN:446,reuseaddr >/dev/null 2>&1 & sleep 0.2';
      await client.exec(['bash', '-c', says]);
      await router.exec([
        'timeout',
        '2',
        'socat',
        '-u',
        `TCP:${client.address}:446,sourceport=9090,reuseaddr`,
        'STDOUT',
      ]);
      expect(await opens(context, client, 22)).toBe(true);
      await forget(context);
    });
  },
);

scenario<SeminarHost>(
  'An HTTP GET as the knock: the edges of the rules',
  { ...seminar, about, router: 'boyadzhiev-2022/http.rsc' },
  async (context) => {
    const { client, attacker, router, clock, step } = context;
    await ownAnswers(context);

    await step.long('the request opens port 22 beside port 80 and no other, for an hour', async () => {
      await client.http(`http://${routerAddress}/mikrotik`);
      expect((await client.look(router, [21, 22, 23, 79, 80, 81, 8291])).open).toEqual([22, 80]);
      await clock.advance('59m50s');
      expect(await opens(context, client, 22)).toBe(true);
      await clock.advance('11s');
      expect(await opens(context, client, 22)).toBe(false);
    });

    await step('the request counts at port 80 of TCP alone', async () => {
      await synWith(attacker, 81, 'GET /mikrotik');
      await attacker.knock(router, ['80/udp:data=GET /mikrotik'], quick);
      expect(await opens(context, attacker, 22)).toBe(false);
      await synWith(attacker, 80, 'GET /mikrotik');
      expect(await opens(context, attacker, 22)).toBe(true);
      await forget(context);
    });
  },
);

for (const [what, config, knock, answered] of [
  ['its size', 'boyadzhiev-2022/icmp-size.rsc', pings.size, ['-s', '692']],
  ['what fills it', 'boyadzhiev-2022/icmp-pattern.rsc', pings.pattern, ['-p', word]],
] as const) {
  scenario<SeminarHost>(
    `Ping as the knock, by ${what}: the edges of the rules`,
    { ...seminar, about, router: config },
    async (context) => {
      const { client, attacker, router, clock, step, finding } = context;
      await ownAnswers(context);

      await step.long('the ping opens port 22 and no other, for an hour', async () => {
        await client.knock(router, [knock], quick);
        expect((await client.look(router, [21, 22, 23, 8291])).open).toEqual([22]);
        expect(await opens(context, attacker, 22)).toBe(false);
        await clock.advance('59m50s');
        expect(await opens(context, client, 22)).toBe(true);
        await clock.advance('11s');
        expect(await opens(context, client, 22)).toBe(false);
      });

      await step('whom the router pings like that is let in by his answer', async () => {
        await router.exec(['ping', '-n', '-c', '1', '-W', '1', ...answered, client.address ?? '']);
        expect(await opens(context, client, 22)).toBe(true);
        finding(
          'an answer is a knock, too',
          'The chain for ICMP comes before established connections and does not ask for the type: the answer to a ping of the router’s own counts as the knock.',
        );
        await forget(context);
      });
    },
  );
}

for (const config of ['boyadzhiev-2022/forward-filter.rsc', 'boyadzhiev-2022/forward-nat.rsc']) {
  scenario<SeminarHost>(
    `A forwarded port behind the knock (${config.includes('nat') ? 'nat' : 'filter'}): the edges of the rules`,
    { ...seminar, about, router: config },
    async (context) => {
      const { client, server, router, step } = context;
      await server.serve(80);
      await server.serve(445);
      await ladderEdges(context, 8080);
      await ownAnswers(context);

      await step('the knock opens the forwarded port and no other, of the router or behind it', async () => {
        await client.knock(router, sequence, quick);
        expect((await client.look(router, [22, 80, 8079, 8080, 8081, 8291])).open).toEqual([8080]);
        if (config.includes('filter')) expect((await client.look(server, [80, 445])).open).toEqual([80]);
        await forget(context);
      });

      await step(
        'the LAN reaches the world, its port 8080, too, knock or no knock, and hears what the world answers',
        async () => {
          await client.serve(8080);
          expect((await server.look(client, [8080])).open).toEqual([8080]);
          await server.knock(router, sequence, quick);
          expect(await router.addressList('knock3')).toHold(server);
          expect((await server.look(client, [8080])).open).toEqual([8080]);
          await expectAnswers(server, client);
          await forget(context);
        },
      );

      await answerIsNoKnock(context);
    },
  );
}

scenario<SeminarHost>(
  'A name instead of a knock: the edges of the rules',
  { ...seminar, about, router: 'boyadzhiev-2022/address-list.rsc' },
  async (context) => {
    const { client, attacker, router, step } = context;
    await ownAnswers(context);

    await step('friends are let in at port 22 and no other', async () => {
      await router.run(`/ip firewall address-list add list=friends address=${client.address} timeout=1h`);
      expect((await client.look(router, [21, 22, 23, 8291])).open).toEqual([22]);
      expect(await opens(context, attacker, 22)).toBe(false);
      await forget(context);
    });
  },
);
