import { withstand } from '../../src/attacks/withstand.ts';
import { resetRouter } from '../../src/router/reset-router.ts';
import { expect, scenario } from '../../src/scenario/scenario.ts';
import type { ScenarioHost } from '../../src/scenario/scenario-host.ts';
import { client } from './clients.ts';
import { routerSystem, type ServersHost, serveBehind, serversScenario, service } from './paper.ts';
import { again } from './server-deeds.ts';

const files = '/run/knocklab/hosts/remote';

scenario<ServersHost>(
  'A sequence that is good for one time',
  {
    ...serversScenario,
    about:
      'The improvement that does away with the sniffer: the ports change with each knock. Router and client know a secret and count; the ports are cut out of SHA-256 of both. The packet that opens the door ends the sequence in the same moment, so that neither the listener nor somebody with forged packets can use what was heard.',
    router: 'ventura-caeiro-2024/one-time.rsc',
  },
  async (context) => {
    const { remote, attacker, neighbour, router, clock, step, indicator, finding } = context;
    const script = await client('one-time.sh');
    await serveBehind(context);
    await remote.exec([
      'sh',
      '-c',
      `umask 077; printf knocklab-lab-secret-not-a-secret > ${files}/secret; echo 1 > ${files}/number`,
    ]);

    /** With bash and sha256sum, as the administrator does it. */
    async function knock(): Promise<void> {
      const address = await remote.addressOf(router);
      const argv = [address, `${service}`, `${files}/secret`, `${files}/number`];
      const { exitCode } = await remote.exec(['bash', '-c', script, 'one-time', ...argv]);
      expect(exitCode, 'the client').toBe(0);
    }

    await indicator(
      7,
      'a sequence that changes',
      { paper: 'The sequence changes dynamically, after an exchange of messages.', expect: 'reproduced' },
      async () => {
        const heard = await remote.sniff(router, knock);
        expect((await remote.look(router, [service])).open).toEqual([service]);
        for (const host of [attacker, neighbour]) {
          await attacker.forge(router, again(heard, host));
          expect((await host.look(router, [service])).open).toEqual([]);
        }
        await clock.advance('5s');
        await attacker.forge(router, again(heard, attacker));
        expect((await attacker.look(router, [service])).open).toEqual([]);
        const ports = heard.filter(({ port }) => port !== service).map(({ port }) => port);
        return {
          observed: `${ports.join(', ')} opened once, and not again: neither at once nor five seconds later, neither to the listener nor to the bystander in whose name he sent them; no exchange of messages is needed`,
          status: 'reproduced',
        };
      },
    );

    await step('the next knock has other ports, and both sides know them', async () => {
      await router.run('/ip firewall address-list remove [find dynamic]');
      expect((await remote.look(router, [service])).open).toEqual([]);
      await knock();
      await clock.advance('5s');
      expect(
        await router.run(':put [/ip firewall filter get ([/ip firewall filter find chain=third]->0) comment]'),
      ).toMatch(/knock 3 of 3/);
      expect((await remote.exec(['cat', `${files}/number`])).stdout).toBe('3\n');
    });

    await step('a client that has missed an answer catches up', async () => {
      await router.run('/ip firewall address-list remove [find dynamic]; /system script run next-sequence');
      await knock();
      await clock.advance('5s');
      expect((await remote.exec(['cat', `${files}/number`])).stdout).toBe('5\n');
    });

    finding(
      'how strong it is',
      'Whoever does not know the secret has three ports out of 50,000 to guess, 10^14 sequences, and a wrong one spoils the next ten seconds. What remains: who can hold packets back may use the third knock for himself before it arrives, and whoever shares the administrator’s address comes in with him.',
    );

    const { sequence: _, ...system } = routerSystem(context, 'one-time');
    const open = async (from: ScenarioHost): Promise<void> => {
      expect(from.name, 'who knows the secret').toBe(remote.name);
      await knock();
      await clock.advance('5s');
    };
    await withstand(context, {
      ...system,
      openTimeout: '10m',
      oneTime: true,
      open,
      reset: () => resetRouter(router.api),
    });
  },
);
