import { expect, scenario } from '../../src/scenario/scenario.ts';
import { expectListChanges, put } from '../list-changes.ts';
import { expectAnswers } from './answers.ts';
import { type ServersHost, serveBehind, serversScenario, service } from './paper.ts';

scenario<ServersHost>(
  'The RouterOS knock: the edges of its rules',
  {
    ...serversScenario,
    about:
      'Each rule of the published form from both sides: which packets bring their sender to which list, and for how long, and which do not; what passes the router. What `knocklab mutate` found that no other scenario noticed.',
    router: 'ventura-caeiro-2024/published.rsc',
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
        { on: ['stage2'], packets: ['8000/tcp'], puts: { allowed: '1h' } },
        { on: ['allowed'], packets: ['8000/tcp', '9000/tcp', '22/tcp'] },
        { by: server, packets: ['7000/tcp'], puts: { stage1: '10s' } },
      ]);
    });

    await step('no list but the allowed lets in, and only to the service', async () => {
      await put(router, attacker, 'stage1', 'stage2');
      expect((await attacker.look(router, [22, 80, service, 8291])).open).toEqual([]);
      await put(router, remote, 'allowed');
      expect((await remote.look(router, [22, 80, service, 8291])).open).toEqual([service]);
      expect((await server.look(router, [22, 80, 8291])).open).toEqual([22, 80, 8291]);
    });

    await step('what was let in goes on when the hour is over, and nothing new begins', async () => {
      await put(router, remote, 'allowed');
      await using connection = await remote.hold(router, service);
      await put(router, remote);
      expect(await connection.carries()).toBe(true);
      expect((await remote.look(router, [service])).open).toEqual([]);
    });

    await step('what the router and the servers begin comes back to them, errors too', async () => {
      await expectAnswers(context);
    });

    await step(
      'the service’s port is closed to the servers, too, and where it is open it is the other’s own',
      async () => {
        await attacker.serve(service);
        expect((await server.look(attacker, [service])).open).toEqual([]);
        await put(router, server, 'allowed');
        expect((await server.look(attacker, [service])).open).toEqual([service]);
        await put(router, server);
      },
    );
  },
);
