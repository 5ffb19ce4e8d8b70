import { setTimeout as wait } from 'node:timers/promises';
import { expect, scenario } from '../../src/scenario/scenario.ts';
import type { ScenarioHost } from '../../src/scenario/scenario-host.ts';
import { type ServersHost, sequence, serveBehind, serversScenario, service } from './paper.ts';
import type { ServersContext } from './server-door.ts';

/** Stays logged in for ten seconds of the router's time. */
const login = `sshpass -p "$1" ssh -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o PubkeyAuthentication=no \
  -o NumberOfPasswordPrompts=1 -o ConnectTimeout=1 door@203.0.113.1 ":delay 10s"`;
const password = 'knocklab-lab-password-not-a-secret';

/** Logs in at the router's SSH and stays until the router has looked who is there; whether it was let in. */
async function logIn({ router, clock }: ServersContext, host: ScenarioHost, word: string): Promise<boolean> {
  const running = { now: true };
  const session = host.exec(['bash', '-c', login, 'login', word]).finally(() => Object.assign(running, { now: false }));
  const isIn = async (): Promise<boolean> =>
    (await router.print('/user/active', { query: { name: 'door' } })).length > 0;
  while (running.now && !(await isIn())) await wait(10);
  if (running.now) for (const pause of ['6s', '5s']) await clock.advance(pause);
  return (await session).exitCode === 0;
}

scenario<ServersHost>(
  'First the knock, then the name',
  {
    ...serversScenario,
    about:
      'The paper cites "a two level host authentication" as an improvement. Here the knock opens only the router’s SSH, and a login there opens the service: the knock keeps the login out of sight of the scanners, and the login keeps out whoever has heard the knock.',
    router: 'ventura-caeiro-2024/two-level.rsc',
  },
  async (context) => {
    const { remote, attacker, router, clock, step, indicator } = context;
    await serveBehind(context);

    await indicator(
      8,
      'two levels',
      { paper: 'Another proposal for improvement is a two level host authentication.' },
      async () => {
        expect((await remote.look(router, [22, service])).open).toEqual([]);
        await remote.knock(router, sequence);
        expect((await remote.look(router, [22, service])).open).toEqual([22]);
        expect(await logIn(context, remote, password)).toBe(true);
        expect((await remote.look(router, [22, service])).open).toEqual([22, service]);
        return { observed: 'the knock opens SSH alone; the login opens the service', status: 'reproduced' };
      },
    );

    await step('who has heard the knock comes as far as the login, and no further', async () => {
      await attacker.knock(router, sequence);
      expect((await attacker.look(router, [22, service])).open).toEqual([22]);
      expect(await logIn(context, attacker, 'guess')).toBe(false);
      expect((await attacker.look(router, [22, service])).open).toEqual([22]);
    });

    await step('a login without a knock is not to be had', async () => {
      await router.run('/ip firewall address-list remove [find dynamic]');
      expect(await logIn(context, remote, password)).toBe(false);
      expect((await remote.look(router, [22, service])).open).toEqual([]);
    });

    await step.long('the first level ends after two minutes, the second after an hour', async () => {
      await remote.knock(router, sequence);
      await logIn(context, remote, password);
      await clock.advance('2m1s');
      expect((await remote.look(router, [22, service])).open).toEqual([service]);
    });

    await step.long('and then everything is closed', async () => {
      await clock.advance('1h');
      expect((await remote.look(router, [22, service])).open).toEqual([]);
    });
  },
);
