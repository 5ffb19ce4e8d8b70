import { expect, scenario } from '../../src/scenario/scenario.ts';
import { expectListChanges, put } from '../list-changes.ts';
import { expectOnlyTheServiceBehind, expectRouterHearsAnswers } from './answers.ts';
import { type ServersHost, serveBehind, serversScenario, service } from './paper.ts';

scenario<ServersHost>(
  'First the knock, then the name: the edges of the rules',
  {
    ...serversScenario,
    about:
      'Each rule of the form with two levels from both sides: which packets bring their sender to which list, and for how long, and which do not; what each list opens. What `knocklab mutate` found that no other scenario noticed.',
    router: 'ventura-caeiro-2024/two-level.rsc',
  },
  async (context) => {
    const { remote, attacker, server, router, step } = context;
    await serveBehind(context);

    await step('each packet brings its sender as far as it should, and no further', async () => {
      await expectListChanges(router, attacker, [
        { packets: ['9000/tcp', '8000/tcp', '7001/tcp', '22/tcp', '7000/udp', '9000/udp', '8000/udp', 'icmp'] },
        { packets: ['7000/tcp'], puts: { stage1: '10s' } },
        { on: ['stage1'], packets: ['8000/tcp', '9001/tcp', '9000/udp', 'icmp'] },
        { on: ['stage1'], packets: ['7000/tcp'], puts: { stage1: '10s' } },
        { on: ['stage1'], packets: ['9000/tcp'], puts: { stage2: '10s' } },
        { on: ['stage2'], packets: ['9000/tcp', '8001/tcp', '8000/udp', 'icmp'] },
        { on: ['stage2'], packets: ['8000/tcp'], puts: { knocked: '2m' } },
        { on: ['knocked'], packets: ['8000/tcp', '9000/tcp', '22/tcp'] },
        { on: ['allowed'], packets: ['8000/tcp', '9000/tcp', '22/tcp'] },
        { by: server, packets: ['7000/tcp'], puts: { stage1: '10s' } },
      ]);
    });

    await step('the first level opens SSH and nothing else, and the servers need none', async () => {
      await put(router, attacker, 'stage1', 'stage2');
      expect((await attacker.look(router, [22, 23, 80, service, 8291])).open).toEqual([]);
      await put(router, remote, 'knocked');
      expect((await remote.look(router, [22, 23, 80, service, 8291])).open).toEqual([22]);
      expect((await remote.ping(router)).received).toBe(0);
      expect((await server.look(router, [22, 23, 80])).open).toEqual([22, 23, 80]);
    });

    await step('the second level opens the service and nothing else', async () => {
      await expectOnlyTheServiceBehind(context);
    });

    await step('answers come back to the router, errors too', async () => {
      await expectRouterHearsAnswers(context);
    });
  },
);
