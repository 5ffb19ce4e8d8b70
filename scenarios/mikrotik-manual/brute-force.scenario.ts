import { expect, scenario } from '../../src/scenario/scenario.ts';
import { type ManualHost, manual } from './recipes.ts';

scenario<ManualHost>(
  "MikroTik's recipe against password guessing",
  {
    ...manual,
    about:
      'The page "Bruteforce prevention": every new SSH connection climbs one stage, the fourth puts its sender on a blacklist for a day. Real logins with real passwords are tried: how many get through, who else is shut out, and when it ends.',
    router: 'mikrotik-manual/brute-force.rsc',
  },
  async ({ attacker, admin, neighbour, router, clock, step, indicator }) => {
    await indicator(
      7,
      'the fourth connection is the last',
      { paper: 'connection1, connection2, connection3, then the blacklist for a day' },
      async () => {
        const outcomes: string[] = [];
        for (let login = 1; login <= 6; login++)
          outcomes.push((await attacker.connect(router, 22, { timeoutMs: 300 })).outcome);
        expect(outcomes).toEqual(['connected', 'connected', 'connected', 'connected', 'timeout', 'timeout']);
        expect(await router.addressList('bruteforce_blacklist')).toHold(attacker);
        return { observed: 'four connections are let in, the fifth is not', status: 'reproduced' };
      },
    );

    await step('nobody else is shut out', async () => {
      expect((await admin.connect(router, 22)).outcome).toBe('connected');
      expect((await neighbour.connect(router, 22)).outcome).toBe('connected');
    });

    await step('who comes slowly is never shut out', async () => {
      for (let login = 1; login <= 6; login++) {
        await clock.advance('5m');
        await clock.advance('1s');
        expect((await admin.connect(router, 22)).outcome, `login ${login}`).toBe('connected');
      }
    });

    await step.long('the blacklist ends after a day', async () => {
      await clock.advance('1d');
      await clock.advance('1s');
      expect((await attacker.connect(router, 22)).outcome).toBe('connected');
    });
  },
);
