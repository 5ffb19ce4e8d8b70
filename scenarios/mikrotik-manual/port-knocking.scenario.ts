import { expect, scenario } from '../../src/scenario/scenario.ts';
import { type ManualHost, manual, sequence, services } from './recipes.ts';

scenario<ManualHost>(
  "MikroTik's own recipe: 888, 555, 222",
  {
    ...manual,
    about:
      'What most people copy: the page "Port knocking" of MikroTik\'s manual. Three knocks with nmap open the router for half an hour, port 666 is a trap. It works as printed; but the client that an older version of the page printed, one nmap call with three ports, opens it too, although nmap asks the ports in another order. Why is shown packet by packet.',
    router: 'mikrotik-manual/port-knocking.rsc',
    capture: ['attacker'],
  },
  async ({ admin, attacker, router, clock, step, indicator, finding }) => {
    await indicator(
      1,
      'the knock with nmap',
      { paper: 'for x in 888 555 222; do nmap -p $x -Pn host; done' },
      async () => {
        expect(await admin.scan(router, services)).toShow({ filtered: services });
        const loop = 'for x in 888 555 222; do nmap -p $x -Pn --max-retries 0 198.51.100.1; done';
        expect((await admin.exec(['bash', '-c', loop])).exitCode).toBe(0);
        expect((await admin.look(router, services)).open).toEqual(services);
        return { observed: 'three calls of nmap, one port each, open the services', status: 'reproduced' };
      },
    );

    await indicator(2, 'half an hour', { paper: 'The address is secured for 30 minutes.' }, async () => {
      await router.run('/ip firewall address-list remove [find dynamic]');
      await expect(admin.door(router, 22)).toLive({
        by: () => admin.knock(router, sequence),
        opensWithin: '1s',
        closesAfter: '30m',
        within: '1s',
        staysClosed: '5m',
      });
      return { observed: 'open at once, closed after half an hour', status: 'reproduced' };
    });

    await indicator(3, 'the trap', { paper: 'Whoever asks port 666 is blacklisted for 1000 minutes.' }, async () => {
      await attacker.knock(router, ['666/tcp']);
      const { progress } = await attacker.knock(router, sequence);
      expect(progress?.reached).toBe(0);
      await clock.advance('1000m');
      await clock.advance('1s');
      await attacker.knock(router, sequence);
      expect((await attacker.look(router, services)).open).toEqual(services);
      await router.run('/ip firewall address-list remove [find dynamic]');
      return { observed: 'knocks count for nothing until 1000 minutes have passed', status: 'reproduced' };
    });

    await indicator(
      4,
      'only in the right order',
      { paper: 'The ports have to be tried in the right order.', expect: 'reproduced with a correction' },
      async () => {
        await attacker.knock(router, ['222/tcp', '555/tcp', '888/tcp']);
        expect((await attacker.look(router, services)).open).toEqual([]);
        await router.run('/ip firewall address-list remove [find dynamic]');
        const counted = async (): Promise<number[]> => (await router.rules()).slice(1, 4).map(({ packets }) => packets);
        const before = await counted();
        await attacker.scan(router, [888, 555, 222], { control: false, extraArgs: ['-r', '--max-retries', '2'] });
        const packets = (await counted()).map((count, index) => count - (before[index] ?? 0));
        expect((await attacker.look(router, services)).open).toEqual(services);
        finding(
          'nmap asks silent ports again',
          `\`nmap -r -p 888,555,222\` asks 222, 555, 888 – the wrong order – and opens the door: a port that stays silent is asked again, so the second round goes on where the first has ended. Rule by rule ${packets.join(', ')} packets counted. A recipe whose knock ports are silent has to reckon with every order.`,
        );
        return {
          observed: `by hand the wrong order opens nothing; \`nmap -r -p 888,555,222\`, ascending, opens everything: its repetitions count (${packets.join(', ')} packets)`,
          status: 'reproduced with a correction',
        };
      },
    );

    await step('each knock begins its thirty seconds anew', async () => {
      await router.run('/ip firewall address-list remove [find dynamic]');
      await attacker.knock(router, ['888/tcp']);
      await clock.advance('25s');
      await attacker.knock(router, ['888/tcp']);
      await clock.advance('25s');
      expect((await attacker.knock(router, ['555/tcp'])).progress?.reached).toBe(1);
      await clock.advance('31s');
      expect((await attacker.knock(router, ['222/tcp'])).progress?.reached).toBe(0);
    });
  },
);
