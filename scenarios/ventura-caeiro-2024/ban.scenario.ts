import { givesWayTo, withstand } from '../../src/attacks/withstand.ts';
import { expect, scenario } from '../../src/scenario/scenario.ts';
import { routerSystem, type ServersHost, sequence, serveBehind, serversScenario, service } from './paper.ts';
import { ladder } from './server-system.ts';

scenario<ServersHost>(
  'Whoever knocks wrongly is shut out',
  {
    ...serversScenario,
    about:
      'The first improvement that the paper cites: a list of those who touched a port that is no knock. It stops every scan at its first port. It also believes whatever address a packet carries, so that one forged packet shuts the administrator out.',
    router: 'ventura-caeiro-2024/ban.rsc',
  },
  async (context) => {
    const { remote, attacker, router, clock, step, indicator, finding } = context;
    await serveBehind(context);

    await indicator(
      6,
      'black list after a wrong scan',
      {
        paper: 'Some solutions are based on black listing after a wrong scan.',
        expect: 'reproduced with a correction',
      },
      async () => {
        await attacker.knock(router, ['7000/tcp', '7777/tcp', '9000/tcp', '8000/tcp']);
        expect(await router.addressList('banned')).toHold(attacker);
        await attacker.knock(router, sequence);
        expect((await attacker.look(router, [service])).open).toEqual([]);
        const wrong = { protocol: 'tcp', sourcePort: 40_000, port: 7777 } as const;
        await attacker.forge(router, [{ source: remote.address ?? '', transport: wrong }]);
        await remote.knock(router, sequence);
        expect((await remote.look(router, [service])).open).toEqual([]);
        finding(
          'one forged packet shuts the administrator out',
          'A SYN proves nothing of its source. The hardened form spoils the knock for ten seconds instead: enough against a scan, and the administrator only knocks again.',
        );
        return {
          observed:
            'one wrong port, and the right knock opens nothing for an hour; one forged packet does it to anybody',
          status: 'reproduced with a correction',
        };
      },
    );

    await step.long('the ban ends after an hour', async () => {
      await clock.advance('1h');
      await clock.advance('1s');
      await remote.knock(router, sequence);
      expect((await remote.look(router, [service])).open).toEqual([service]);
    });

    const banned = [...ladder, 'fin-scan', 'null-scan', 'xmas-scan', 'ipv6-side-door', 'forward-chain'];
    const stopped = ['sequential-scan', 'fragmented-scan', 'udp-scan', 'decoy-scan'];
    await withstand(
      context,
      { ...routerSystem(context, 'ban'), trap: 7777 },
      {
        expected: givesWayTo('banning-the-administrator', ...banned.filter((attack) => !stopped.includes(attack))),
      },
    );
  },
);
