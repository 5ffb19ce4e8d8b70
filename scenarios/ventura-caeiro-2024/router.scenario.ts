import { expect, scenario } from '../../src/scenario/scenario.ts';
import { type ServersHost, sequence, serveBehind, serversScenario, service } from './paper.ts';
import { again } from './server-deeds.ts';

scenario<ServersHost>(
  'Nothing but the firewall of RouterOS guards a server',
  {
    ...serversScenario,
    about:
      'Ventura and Caeiro let the firewall of RouterOS listen for a sequence of connection requests, without any other program: all ports are closed at first, and one is opened for the client that has knocked. They call it practically impossible to tell whether a router does this, an enormous challenge to a sniffer, and a great gain even when it is done poorly. Each of these claims is tried here as it stands.',
    router: 'ventura-caeiro-2024/published.rsc',
  },
  async (context) => {
    const { remote, attacker, neighbour, router, clock, step, indicator, finding } = context;
    await serveBehind(context);

    await indicator(
      2,
      'closed at first, open after the sequence',
      { paper: 'All ports are closed, and one is opened for a client after a well defined sequence of requests.' },
      async () => {
        expect(await attacker.scan(router, [22, 80, service, 8291])).toShow({ filtered: [22, 80, service, 8291] });
        const { progress } = await remote.knock(router, sequence, { client: 'knock', gap: '50ms' });
        expect((await remote.connect(router, service)).outcome).toBe('connected');
        expect((await attacker.look(router, [service])).open).toEqual([]);
        return {
          observed: `filtered for everybody; ${progress?.text}; open for the knocker and for nobody else`,
          status: 'reproduced',
        };
      },
    );

    await indicator(
      3,
      'is there a knock at all',
      {
        paper: 'It is practically impossible to assert whether port knocking is implemented on the router.',
        expect: 'reproduced with a correction',
      },
      async () => {
        const ports = [7000, 9000, 8000, 7001, 9001, 8001];
        const { states } = await attacker.look(router, ports);
        expect(Object.values(states)).toEqual(ports.map(() => 'filtered'));
        const heard = await remote.sniff(router, () => remote.knock(router, sequence, { gap: '20ms' }));
        const silent = heard.map(({ port }) => port);
        expect(silent).toEqual([7000, 9000, 8000]);
        return {
          observed: `the ports of the knock answer as any other, which is not at all; but whoever listens sees unanswered requests to ${silent.join(', ')} before each connection`,
          status: 'reproduced with a correction',
        };
      },
    );

    await indicator(
      4,
      'detection by sniffing',
      { paper: 'Port knocking is an enormous challenge to detection by sniffing.', expect: 'not reproduced' },
      async () => {
        await router.run('/ip firewall address-list remove [find dynamic]');
        const heard = await remote.sniff(router, () => remote.knock(router, sequence, { gap: '20ms' }));
        await neighbour.forge(router, again(heard, neighbour));
        expect((await neighbour.look(router, [service])).open).toEqual([service]);
        return {
          observed: `one knock heard is the whole secret: the same ${heard.length} packets open for another host at once`,
          status: 'not reproduced',
        };
      },
    );

    await indicator(
      5,
      'a gain even when it is done poorly',
      {
        paper: 'It greatly enhances the security of access to services, even with poor implementations.',
        expect: 'reproduced with a correction',
      },
      async () => {
        const quick = ['-Pn', '-T5', '--max-retries', '0'];
        const once = await attacker.scan(router, [service, 8000, 9000], { extraArgs: quick, control: false });
        expect(once.stateOf(service)).toBe('filtered');
        const again = ['-Pn', '-r', '-T5', '--min-rate', '3000', '--max-retries', '6'];
        await attacker.scan(router, [service, 7000, 8000, 9000], { extraArgs: again, control: false });
        expect((await attacker.look(router, [service])).open).toEqual([service]);
        finding(
          'a scan knocks by itself',
          'nmap asks silent ports again. The ladder of the paper only goes up, so that the second round of an ascending scan brings the knock that the first one lacked: 7000, 9000, then 8000.',
        );
        return {
          observed: 'hidden from a scan that asks each port once; a scan that asks again opens the door for itself',
          status: 'reproduced with a correction',
        };
      },
    );

    await step('ten seconds between two knocks are in time, eleven are not', async () => {
      for (const [host, pause, opened] of [
        [remote, '9s', [service]],
        [attacker, '11s', []],
      ] as const) {
        await router.run('/ip firewall address-list remove [find dynamic]');
        for (const knock of sequence) {
          await host.knock(router, [knock]);
          await clock.advance(pause);
        }
        expect((await host.look(router, [service])).open, pause).toEqual(opened);
      }
    });

    await step.long('the door closes an hour later', async () => {
      await router.run('/ip firewall address-list remove [find dynamic]');
      await expect(remote.door(router, service)).toLive({
        by: () => remote.knock(router, sequence),
        opensWithin: '1s',
        closesAfter: '1h',
        within: '2s',
        staysClosed: '10m',
      });
    });
  },
);
