import { expect, scenario } from '../../src/scenario/scenario.ts';
import { expectListChanges, put } from '../list-changes.ts';
import { expectOnlyTheServiceBehind, expectRouterHearsAnswers } from './answers.ts';
import { type ServersHost, serveBehind, serversScenario, service } from './paper.ts';

/** The sequence with the number 1, which stands in the configuration. */
const [first, second, third] = [47_386, 31_452, 20_609];
const outside = { address: '203.0.113.1' };
const inside = { address: '192.168.50.1' };

scenario<ServersHost>(
  'A sequence that is good for one time: the edges of the rules',
  {
    ...serversScenario,
    about:
      'Each rule of the form with one-time sequences from both sides: which packets bring their sender to which list, and for how long, and which do not; what is closed while a sequence is spent. The scheduler that sets the next sequence rests meanwhile. What `knocklab mutate` found that no other scenario noticed.',
    router: 'ventura-caeiro-2024/one-time.rsc',
  },
  async (context) => {
    const { attacker, server, router, clock, step } = context;
    await serveBehind(context);
    /** Lets nobody set the next sequence while something is looked at. */
    const resting = async (act: () => Promise<void>): Promise<void> => {
      await router.run('/system scheduler disable next-sequence');
      await act();
      await router.run('/system scheduler enable next-sequence');
    };

    await step('each packet brings its sender as far as it should; the third knock is the last of all', async () => {
      await resting(async () => {
        await expectListChanges(router, attacker, [
          { packets: [`${first}/udp`, 'icmp'] },
          { packets: [`${second}/tcp`, `${third}/tcp`, `${first + 1}/tcp`, '22/tcp'] },
          { packets: [`${first}/tcp`], puts: { stage1: '10s' } },
          { on: ['stage1'], packets: [`${second}/udp`, '53/udp', 'icmp'] },
          { on: ['stage1'], packets: [`${first}/tcp`] },
          { on: ['stage1'], packets: [`${second}/tcp`], puts: { stage2: '10s' } },
          {
            on: ['stage1'],
            packets: [`${third}/tcp`, `${first + 1}/tcp`, `${second + 1}/tcp`, '22/tcp'],
            puts: { spoiled: '10s' },
          },
          { on: ['stage2'], packets: [`${third}/udp`, '53/udp', 'icmp'] },
          { on: ['stage2'], packets: [`${second}/tcp`] },
          {
            on: ['stage2'],
            packets: [`${second + 1}/tcp`, `${third + 1}/tcp`, '22/tcp'],
            puts: { spoiled: '10s' },
          },
          { on: ['stage2'], packets: [`${first}/tcp`], puts: { spoiled: '10s', stage1: '10s' } },
          { on: ['stage1', 'stage2'], packets: [`${second}/tcp`] },
          { on: ['stage1', 'stage2'], packets: [`${first}/tcp`], puts: { spoiled: '10s' } },
          { on: ['spoiled'], packets: [`${first}/tcp`, '22/tcp'] },
          { on: ['spoiled', 'stage1'], packets: [`${second}/tcp`, '22/tcp'] },
          { on: ['spoiled', 'stage2'], packets: [`${third}/tcp`, '22/tcp'] },
          { on: ['allowed'], packets: [`${second}/tcp`, `${third}/tcp`, '22/tcp'] },
          { by: server, packets: [`${first}/tcp`, `${second}/tcp`] },
          { by: server, on: ['stage1'], packets: [`${first}/tcp`, `${second}/tcp`, '9999/tcp'] },
          { by: server, on: ['stage2'], packets: [`${third}/tcp`, '9999/tcp'] },
        ]);
        await expectListChanges(router, attacker, [
          { on: ['stage2'], packets: [`${third}/tcp`], puts: { allowed: '10m' } },
          { packets: [`${first}/tcp`] },
          { on: ['stage1'], packets: [`${second}/tcp`, '22/tcp'] },
          { on: ['stage2'], packets: [`${third}/tcp`] },
        ]);
      });
    });

    await step('a sequence that is spent stays so for a minute, if nobody sets the next one', async () => {
      await resting(async () => {
        await put(router, attacker, 'stage2');
        await attacker.knock(router, [`${third}/tcp`], { progress: false });
        await put(router, attacker);
        await clock.advance('50s');
        await attacker.knock(router, [`${first}/tcp`], { progress: false });
        expect(await router.addressList('stage1')).not.toHold(attacker);
        await clock.advance('11s');
        await attacker.knock(router, [`${first}/tcp`], { progress: false });
        expect(await router.addressList('stage1')).toHold(attacker);
        await put(router, attacker);
      });
    });

    await step('while a sequence is spent, the servers are served, and answers come back to the router', async () => {
      await resting(async () => {
        await put(router, outside, 'spent');
        await put(router, inside, 'spent');
        expect((await attacker.look(router, [22, first])).states).toEqual({ 22: 'filtered', [first]: 'filtered' });
        expect((await server.look(router, [22, first])).states).toEqual({ 22: 'open', [first]: 'closed' });
        await expectRouterHearsAnswers(context);
        await put(router, outside);
        await put(router, inside);
      });
    });

    await step('every port is silent, whatever stage one has reached', async () => {
      await resting(async () => {
        for (const [lists, ports] of [
          [[], [22, first, second, service]],
          [['stage1'], [first]],
          [['stage1'], [second]],
          [['stage2'], [second]],
          [['spoiled'], [22, first]],
          [['stage2'], [third]],
        ] as const) {
          await put(router, attacker, ...lists);
          const { states } = await attacker.look(router, ports);
          expect(Object.values(states), `${lists.join()}: ${ports.join()}`).toEqual(ports.map(() => 'filtered'));
        }
        await put(router, attacker);
        await put(router, outside);
      });
    });

    await step('none of the lists is for the servers', async () => {
      await put(router, server, 'stage1', 'stage2', 'spoiled');
      const states = { 22: 'open', [first]: 'closed', [second]: 'closed' };
      expect((await server.look(router, [22, first, second])).states).toEqual(states);
      await put(router, server);
    });

    await step('who is allowed reaches the service and nothing else', async () => {
      await expectOnlyTheServiceBehind(context);
    });
  },
);
