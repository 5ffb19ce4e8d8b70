import { withstand } from '../../src/attacks/withstand.ts';
import { expect, scenario } from '../../src/scenario/scenario.ts';
import { routerSystem, type ServersHost, sequence, serveBehind, serversScenario, service } from './paper.ts';

scenario<ServersHost>(
  'The RouterOS knock, hardened',
  {
    ...serversScenario,
    about:
      'The same three knocks with the same times, in a form that holds against everything a packet filter can hold against: a wrong port between two knocks spoils them for ten seconds, connections end with the entry, IPv6 and the servers behind the router are closed. First what the administrator must not notice, then every attack of the catalogue. Replay, forged knocks and neighbours behind the same NAT still get through, because the sequence stays the same; the one-time form is the way out.',
    router: 'ventura-caeiro-2024/hardened.rsc',
  },
  async (context) => {
    const { remote, attacker, server, router, clock, step } = context;
    await serveBehind(context);

    await step.long("Debian's knock client opens for an hour", async () => {
      await expect(remote.door(router, service)).toLive({
        by: () => remote.knock(router, sequence, { client: 'knock', gap: '50ms' }),
        opensWithin: '1s',
        closesAfter: '1h',
        within: '2s',
        staysClosed: '10m',
      });
    });

    await step.long('a second knock, however soon, gives the whole time again', async () => {
      await remote.knock(router, sequence);
      await clock.advance('5s');
      await remote.knock(router, sequence);
      await expect(remote.door(router, service)).toStayOpen('59m59s');
    });

    await step('who has knocked reaches the service, and nothing else behind the router', async () => {
      await server.serve(445);
      await remote.knock(router, sequence);
      expect((await remote.look(router, [service])).open).toEqual([service]);
      expect((await remote.look(server, [service, 445])).open).toEqual([]);
    });

    for (const wrong of [
      ['7000/tcp', '7777/tcp', '9000/tcp', '8000/tcp'],
      ['7000/tcp', '9000/tcp', '7777/tcp', '8000/tcp'],
    ]) {
      await step(`a wrong port spoils the knock for ten seconds: ${wrong.join(' ')}`, async () => {
        await attacker.knock(router, wrong);
        expect((await attacker.look(router, [service])).open).toEqual([]);
        await clock.advance('11s');
        await attacker.knock(router, sequence);
        expect((await attacker.look(router, [service])).open).toEqual([service]);
        await router.run('/ip firewall address-list remove [find dynamic]');
      });
    }

    await step('a first knock that is repeated late counts from the last time, as before', async () => {
      for (const knock of ['7000/tcp', '7000/tcp', ...sequence.slice(1)]) {
        await remote.knock(router, [knock]);
        await clock.advance('6s');
      }
      expect((await remote.look(router, [service])).open).toEqual([service]);
    });

    await step('the router and the servers reach the internet, over both families', async () => {
      await attacker.serve(8080);
      await attacker.exec(['sh', '-c', 'socat TCP6-LISTEN:8081,fork SYSTEM:true >/dev/null 2>&1 & sleep 0.1']);
      expect(await router.run('/ping 203.0.113.66 count=1')).toMatch(/received=1/);
      expect((await server.look(attacker, [8080])).open).toEqual([8080]);
      expect((await server.look('2001:db8:113::66', [8081])).open).toEqual([8081]);
    });

    await step('the router serves those behind it, and nobody outside, over both families', async () => {
      expect((await server.look('192.168.50.1', [22])).open).toEqual([22]);
      expect((await attacker.look('2001:db8:113::1', [22, 80])).open).toEqual([]);
      expect((await attacker.look('2001:db8:50::1', [22, 80])).open).toEqual([]);
    });

    await withstand(context, routerSystem(context, 'hardened'));
  },
);
