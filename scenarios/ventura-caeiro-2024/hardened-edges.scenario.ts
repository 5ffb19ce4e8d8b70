import { expect, scenario } from '../../src/scenario/scenario.ts';
import { expectListChanges, put } from '../list-changes.ts';
import { expectAnswers, expectAnswersOverIPv6, expectForeignService } from './answers.ts';
import { type ServersHost, sequence, serveBehind, serversScenario, service } from './paper.ts';

scenario<ServersHost>(
  'The RouterOS knock, hardened: the edges of its rules',
  {
    ...serversScenario,
    about:
      'Each rule of the hardened form from both sides: which packets bring their sender to which list, and for how long, which do not, and that the servers are never asked. What `knocklab mutate` found that no other scenario noticed.',
    router: 'ventura-caeiro-2024/hardened.rsc',
  },
  async (context) => {
    const { remote, attacker, server, router, step } = context;
    await serveBehind(context);

    await step('each packet brings its sender as far as it should, and no further', async () => {
      await expectListChanges(router, attacker, [
        { packets: ['9000/tcp', '8000/tcp', '7001/tcp', '22/tcp', '7000/udp', '9000/udp', '8000/udp', 'icmp'] },
        { packets: ['7000/tcp'], puts: { stage1: '10s' } },
        { on: ['stage1'], packets: ['7000/udp', '7777/udp', '9000/udp', 'icmp'] },
        { on: ['stage1'], packets: ['7000/tcp'], puts: { stage1: '10s' } },
        { on: ['stage1'], packets: ['9000/tcp'], puts: { stage2: '10s' } },
        { on: ['stage1'], packets: ['8000/tcp', '7001/tcp', '9001/tcp', '22/tcp'], puts: { spoiled: '10s' } },
        { on: ['stage2'], packets: ['9000/tcp', '7777/tcp', '8001/tcp', '7000/udp', '8000/udp', 'icmp'] },
        { on: ['stage2'], packets: ['7000/tcp'], puts: { stage1: '10s' } },
        { on: ['stage2'], packets: ['8000/tcp'], puts: { allowed: '1h' } },
        { on: ['stage1', 'stage2'], packets: ['7000/tcp'], puts: { stage1: '10s' } },
        { on: ['stage1', 'stage2'], packets: ['9000/tcp'], puts: { stage2: '10s' } },
        { on: ['stage1', 'stage2'], packets: ['8000/udp'] },
        { on: ['stage1', 'stage2'], packets: ['8000/tcp'], puts: { allowed: '1h' } },
        { on: ['stage1', 'stage2'], packets: ['8001/tcp'], puts: { spoiled: '10s' } },
        { on: ['allowed'], packets: ['9000/tcp', '8000/tcp', '7777/tcp'] },
        { on: ['spoiled'], packets: [...sequence, '7777/tcp', 'icmp'] },
        { on: ['stage1', 'spoiled'], packets: sequence },
        { on: ['stage1', 'spoiled'], packets: ['7001/tcp', '9001/tcp'], puts: { spoiled: '10s' } },
        { on: ['stage2', 'spoiled'], packets: sequence },
        { by: server, packets: [...sequence, '7777/tcp'] },
        { by: server, on: ['stage1'], packets: [...sequence, '7777/tcp'] },
        { by: server, on: ['stage2'], packets: [...sequence, '7777/tcp'] },
      ]);
    });

    await step('no list but the allowed lets in, and none is for the servers', async () => {
      await put(router, attacker, 'stage1', 'stage2', 'spoiled');
      const ports = [22, 7000, 8000, 9000, service];
      expect(Object.values((await attacker.look(router, ports)).states)).toEqual(ports.map(() => 'filtered'));
      await put(router, attacker, 'stage1', 'stage2');
      expect((await attacker.look(router, [8000])).states).toEqual({ 8000: 'filtered' });
      await put(router, remote, 'allowed', 'spoiled');
      expect((await remote.look(router, [22, service])).open).toEqual([service]);
      await put(router, server, 'stage1', 'stage2', 'spoiled');
      expect((await server.look(router, [22, ...ports.slice(1, 4)])).states).toEqual({
        22: 'open',
        7000: 'closed',
        8000: 'closed',
        9000: 'closed',
      });
    });

    await step('what the router and the servers begin comes back to them, errors too, over both families', async () => {
      await expectAnswers(context);
      await expectForeignService(context);
      await expectAnswersOverIPv6(context);
    });

    await step(
      'over IPv6 the router answers a ping and its servers, and nobody reaches what is behind it',
      async () => {
        for (const address of ['2001:db8:113::1', '2001:db8:50::1'])
          expect((await attacker.exec(['ping', '-6', '-c', '1', '-W', '1', address])).exitCode).toBe(0);
        expect((await attacker.look('2001:db8:113::1', [22, 80])).open).toEqual([]);
        expect((await attacker.look('2001:db8:50::10', [service])).open).toEqual([]);
        expect((await server.look('2001:db8:50::1', [22])).open).toEqual([22]);
      },
    );

    await step('a connection to the service ends with the entry', async () => {
      await put(router, remote, 'allowed');
      await using connection = await remote.hold(router, service);
      expect(await connection.carries()).toBe(true);
      await put(router, remote);
      expect(await connection.carries()).toBe(false);
    });

    await step('who is allowed reaches the service at the router’s address, and the server nowhere else', async () => {
      await server.serve(445);
      await put(router, remote, 'allowed');
      expect((await remote.look(router, [service])).open).toEqual([service]);
      expect((await remote.look(server, [445, service])).open).toEqual([]);
      expect((await remote.ping(server)).received).toBe(0);
    });
  },
);
