import { withstand } from '../../src/attacks/withstand.ts';
import { expect, scenario } from '../../src/scenario/scenario.ts';
import { knockByTelnet, type StudyHost, sequence, services, study, studySystem, table2 } from './study.ts';

scenario<StudyHost>(
  'The black-box study, hardened',
  {
    ...study,
    about:
      'The three knocks of the study, with telnet as the client, in a form that a scan does not climb. First Table 2 and what else people must not notice, then every attack of the catalogue. Ports that follow each other stay weak: who knows them has the order, too.',
    router: 'local-network-black-box/hardened.rsc',
  },
  async (context) => {
    const { user, attacker, colleague, server, router, clock, step } = context;
    const forget = (): Promise<unknown> => router.run('/ip firewall address-list remove [find dynamic]');

    await step('Table 2: three failures, three calls of telnet, three successes', async () => {
      expect(await table2(context)).toEqual({ ping: false, winbox: false, www: false });
      expect(await attacker.scan(router, services)).toShow({ filtered: services });
      await knockByTelnet(context);
      expect(await table2(context)).toEqual({ ping: true, winbox: true, www: true });
    });

    await step('the servers are for whoever has knocked', async () => {
      await server.serve(445);
      expect((await user.look(server, [445])).open).toEqual([445]);
      expect((await colleague.look(server, [445])).open).toEqual([]);
      await forget();
    });

    await step('the router answers names for everybody', async () => {
      await router.run(
        '/ip dns set allow-remote-requests=yes; /ip dns static add name=router.lan address=192.168.88.1',
      );
      const { stdout } = await colleague.exec(['busybox', 'nslookup', 'router.lan', '192.168.88.1']);
      expect(stdout).toMatch(/Address.*192\.168\.88\.1\s*$/m);
    });

    await step.long('the door lives for an hour, and a second knock gives the whole time again', async () => {
      await expect(user.door(router, 80)).toLive({
        by: () => user.knock(router, sequence),
        opensWithin: '1s',
        closesAfter: '1h',
        within: '1s',
        staysClosed: '5m',
      });
      await user.knock(router, sequence);
      await clock.advance('7s');
      await user.knock(router, sequence);
      await expect(user.door(router, 80)).toStayOpen('59m55s');
      await forget();
    });

    const spoiling = [
      ['another port after the first knock', ['2001/tcp', '9999/tcp', '2002/tcp', '2003/tcp']],
      ['another port before the first knock', ['2000/tcp', ...sequence]],
      ['the second knock first', ['2002/tcp', ...sequence]],
      ['the third knock too early', ['2001/tcp', '2003/tcp', '2002/tcp', '2003/tcp']],
    ] as const;
    for (const [what, knocks] of spoiling) {
      await step(`${what} spoils the sequence, for ten seconds`, async () => {
        await attacker.knock(router, knocks);
        expect((await attacker.look(router, services)).open).toEqual([]);
        await clock.advance('11s');
        await attacker.knock(router, sequence);
        expect((await attacker.look(router, services)).open).toEqual(services);
        await forget();
      });
    }

    await step('a knock that was spoiled does not count later', async () => {
      await attacker.knock(router, ['9999/tcp']);
      await clock.advance('8s');
      await attacker.knock(router, ['2001/tcp']);
      await clock.advance('3s');
      await attacker.knock(router, ['2002/tcp', '2003/tcp']);
      expect((await attacker.look(router, services)).open).toEqual([]);
      await forget();
    });

    await step('five logins within a minute are let in, a sixth waits for ten minutes', async () => {
      await user.knock(router, sequence);
      for (let login = 1; login <= 5; login++) {
        expect((await user.connect(router, 22)).outcome, `login ${login}`).toBe('connected');
      }
      expect((await user.connect(router, 22, { timeoutMs: 300 })).outcome).toBe('timeout');
      expect((await user.connect(router, 8291)).outcome).toBe('connected');
    });

    await withstand(context, studySystem(context, 'hardened'));
  },
);
