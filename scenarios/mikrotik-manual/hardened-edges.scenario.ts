import { expect, scenario } from '../../src/scenario/scenario.ts';
import { expectListChanges, put } from '../list-changes.ts';
import { type ManualHost, manual, services } from './recipes.ts';

const logins = [
  ['secured', 'login1', '1m'],
  ['login1', 'login2', '1m'],
  ['login2', 'login3', '1m'],
  ['login3', 'guessing', '10m'],
] as const;
const knocks = ['888/tcp', '555/tcp', '222/tcp'];

scenario<ManualHost>(
  "MikroTik's recipe, hardened: the edges of its rules",
  {
    ...manual,
    about:
      'Each rule of the hardened form from both sides: which packets bring their sender to which list, and for how long, which do not, and that the office is never asked. What `knocklab mutate` found that no other scenario noticed.',
    router: 'mikrotik-manual/hardened.rsc',
  },
  async ({ admin, attacker, office, router, step }) => {
    await step('each login is one rung, on SSH and nowhere else, and never for the office', async () => {
      await expectListChanges(
        router,
        attacker,
        logins.flatMap(([on, list, time]) => [
          { on: [on], packets: ['23/tcp', '80/tcp', '22/udp', '22/tcp RST', 'icmp'] },
          { on: [on], by: office, packets: ['22/tcp', '80/tcp'] },
          { on: [on, 'guessing'], packets: ['22/tcp'] },
          { on: [on], packets: ['22/tcp'], puts: { [list]: time } },
        ]),
      );
    });

    await step('each packet brings its sender as far as it should, and no further', async () => {
      await expectListChanges(router, attacker, [
        { packets: ['22/tcp', '9999/tcp', '889/tcp', '556/tcp', '223/tcp', '888/udp', '555/udp', '222/udp', 'icmp'] },
        { packets: ['888/tcp'], puts: { '888': '30s' } },
        { packets: ['555/tcp', '222/tcp'], puts: { spoiled: '30s' } },
        { on: ['spoiled'], packets: [...knocks, '22/tcp', '9999/tcp', '9999/udp', 'icmp'] },
        { on: ['spoiled', '888', '555'], packets: knocks },
        { on: ['888'], packets: ['22/tcp', '80/tcp', '8291/tcp', '888/udp', '555/udp', '222/udp', '9999/udp', 'icmp'] },
        { on: ['888'], packets: ['888/tcp'], puts: { '888': '30s' } },
        { on: ['888'], packets: ['555/tcp'], puts: { '555': '30s' } },
        {
          on: ['888'],
          packets: ['222/tcp', '21/tcp', '23/tcp', '81/tcp', '223/tcp', '9999/tcp'],
          puts: { spoiled: '30s' },
        },
        { on: ['555'], packets: ['22/tcp', '9999/tcp', '223/tcp', '222/udp', 'icmp'] },
        { on: ['555'], packets: ['555/tcp'], puts: { spoiled: '30s' } },
        { on: ['555'], packets: ['222/tcp'], puts: { secured: '30m' } },
        { on: ['888', '555'], packets: ['555/tcp'], puts: { '555': '30s' } },
        { on: ['888', '555'], packets: ['222/tcp'], puts: { secured: '30m' } },
        { on: ['555', 'secured'], packets: ['222/tcp'], puts: { secured: '30m' } },
        { by: office, packets: [...knocks, '9999/tcp'] },
        { by: office, on: ['888'], packets: [...knocks, '9999/tcp'] },
        { by: office, on: ['555'], packets: [...knocks, '9999/tcp'] },
      ]);
    });

    await step('no list but the secured lets in, and none but the guessers’ shuts out', async () => {
      await put(router, attacker, '888', '555', 'login1', 'login2', 'login3');
      expect((await attacker.look(router, services)).open).toEqual([]);
      await put(router, attacker, 'spoiled');
      const ports = [22, 888, 555, 222, 9999];
      expect(Object.values((await attacker.look(router, ports)).states)).toEqual(ports.map(() => 'filtered'));
      await put(router, admin, 'secured', 'spoiled', '888', '555');
      expect((await admin.look(router, services)).open).toEqual(services);
      await put(router, admin, 'secured', 'guessing');
      expect((await admin.look(router, services)).open).toEqual([80, 8291]);
      expect((await admin.ping(router)).received).toBe(1);
    });

    await step('a session goes on when its owner has come too often', async () => {
      await put(router, admin, 'secured');
      await using session = await admin.hold(router, 22);
      await put(router, admin, 'secured', 'guessing');
      expect(await session.carries()).toBe(true);
      expect((await admin.connect(router, 22, { timeoutMs: 300 })).outcome).toBe('timeout');
    });

    await step(
      'no list is for the office, which reaches the router and the internet; nobody reaches the office',
      async () => {
        await put(router, office, 'guessing', 'spoiled');
        expect((await office.look(router, [...services, 888])).states).toEqual({
          22: 'open',
          80: 'open',
          8291: 'open',
          888: 'closed',
        });
        expect((await office.ping('198.51.100.7')).received).toBe(1);
        await attacker.serve(8080);
        expect((await office.look(attacker, [8080])).open).toEqual([8080]);
        await office.serve(445);
        expect((await attacker.look(office, [445])).open).toEqual([]);
      },
    );
  },
);
