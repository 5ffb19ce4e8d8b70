import { withstand } from '../../src/attacks/withstand.ts';
import { expect, scenario } from '../../src/scenario/scenario.ts';
import { type ManualHost, manual, manualSystem, sequence, services } from './recipes.ts';

scenario<ManualHost>(
  "MikroTik's recipe, hardened",
  {
    ...manual,
    about:
      'The three ports, the half minute and the half hour of the manual, in a form that nmap does not open by asking twice, and without a trap that one forged packet turns against the administrator. First what he must not notice, then every attack of the catalogue.',
    router: 'mikrotik-manual/hardened.rsc',
  },
  async (context) => {
    const { admin, attacker, office, router, clock, step } = context;
    const forget = (): Promise<unknown> => router.run('/ip firewall address-list remove [find dynamic]');

    await step("the manual's own client opens, three calls of nmap", async () => {
      expect(await admin.scan(router, services)).toShow({ filtered: services });
      const loop = 'for x in 888 555 222; do nmap -p $x -Pn 198.51.100.1; done';
      expect((await admin.exec(['bash', '-c', loop])).exitCode).toBe(0);
      expect((await admin.look(router, services)).open).toEqual(services);
      await forget();
    });

    await step.long('the door lives for half an hour, and a second knock gives the whole time again', async () => {
      await expect(admin.door(router, 80)).toLive({
        by: () => admin.knock(router, sequence),
        opensWithin: '1s',
        closesAfter: '30m',
        within: '1s',
        staysClosed: '5m',
      });
      await admin.knock(router, sequence);
      await clock.advance('20s');
      await admin.knock(router, sequence);
      await expect(admin.door(router, 80)).toStayOpen('29m50s');
      await forget();
    });

    await step('the office uses services and internet without a knock', async () => {
      expect((await office.look(router, services)).open).toEqual(services);
      expect((await office.ping('198.51.100.7')).received).toBe(1);
    });

    const spoiling = [
      ['another port after the first knock', ['888/tcp', '9999/tcp', '555/tcp', '222/tcp']],
      ['another port after the second knock', ['888/tcp', '555/tcp', '9999/tcp', '222/tcp']],
      ['the second knock first', ['555/tcp', ...sequence]],
      ['the third knock too early', ['888/tcp', '222/tcp', '555/tcp', '222/tcp']],
    ] as const;
    for (const [what, knocks] of spoiling) {
      await step(`${what} spoils the sequence, for half a minute`, async () => {
        await attacker.knock(router, knocks);
        expect((await attacker.look(router, services)).open).toEqual([]);
        await clock.advance('31s');
        await attacker.knock(router, sequence);
        expect((await attacker.look(router, services)).open).toEqual(services);
        await forget();
      });
    }

    await step('a knock that was spoiled does not count later', async () => {
      await attacker.knock(router, ['888/tcp', '222/tcp']);
      await clock.advance('28s');
      await attacker.knock(router, ['888/tcp']);
      await clock.advance('3s');
      await attacker.knock(router, ['555/tcp', '222/tcp']);
      expect((await attacker.look(router, services)).open).toEqual([]);
      await forget();
    });

    await step('nmap with all three ports opens nothing, in whatever order it asks again', async () => {
      await attacker.scan(router, [888, 555, 222], { control: false, extraArgs: ['-r', '--max-retries', '3'] });
      expect((await attacker.look(router, services)).open).toEqual([]);
      await forget();
    });

    await step('four logins within a minute are let in, a fifth waits for ten minutes', async () => {
      await admin.knock(router, sequence);
      for (let login = 1; login <= 4; login++) {
        expect((await admin.connect(router, 22)).outcome, `login ${login}`).toBe('connected');
      }
      expect((await admin.connect(router, 22, { timeoutMs: 300 })).outcome).toBe('timeout');
      expect((await admin.connect(router, 8291)).outcome).toBe('connected');
    });

    await withstand(context, manualSystem(context, 'hardened'));
  },
);
