import { expect, scenario } from '../../src/scenario/scenario.ts';
import { kernelClock } from './kernel-clock.ts';
import { openDoors } from './open-doors.ts';
import { type ServersHost, serversScenario, service } from './paper.ts';
import { type Deed, deeds, type Observed, observe, timeToOpen, wanted } from './server-deeds.ts';
import { comparisonTable } from './server-table.ts';

scenario<ServersHost>(
  'Six doors before the same service',
  {
    ...serversScenario,
    about:
      'The paper discusses the RouterOS firewall, knockd, iptables and nftables side by side, and does not measure them; single-packet authorisation with fwknop joins them here as what came later. The same knocks are tried on all six: right, wrong, slow, repeated, shared between two hosts, heard and sent again, and in the middle of a flood. On the Linux servers a stage lasts three seconds and the door two, because nobody can turn the clock of a kernel; these seconds are waited for, on all of them at once.',
    router: 'ventura-caeiro-2024/published.rsc',
  },
  async (context) => {
    const { attacker, remote, clock, step, indicator, finding } = context;
    const doors = await step('six doors stand, each before an echo service', async () => {
      const all = await openDoors(context);
      for (const { name, target } of all) {
        expect((await attacker.look(target, [service])).open, name).toEqual([]);
      }
      return all;
    });
    const opening = new Map<string, number>();

    await indicator(
      1,
      'a sequence opens the service, whatever listens for it',
      { paper: 'knockd, iptables, nftables and the RouterOS firewall implement port knocking.' },
      async () => {
        for (const door of doors) opening.set(door.name, await timeToOpen(door, remote));
        const text = doors.map(({ name }) => `${name} ${opening.get(name)} ms`).join(', ');
        return {
          observed: `all of them open; from the start of the knocking client, its pauses of 20 ms included: ${text}`,
          status: 'reproduced',
        };
      },
    );

    const closing = new Map<string, number>();
    await step('each Linux door closes two seconds later; fwknop rounds to its next whole second', async () => {
      const linux = doors.filter(({ kernelTime }) => kernelTime);
      await Promise.all(
        linux.map(async (door) => {
          await door.forget();
          const leaf = { ...remote.door(door.target, service), clock: kernelClock(clock) };
          let openedAt = 0;
          await expect(leaf).toLive({
            by: async () => {
              await door.open(remote);
              openedAt = performance.now();
            },
            opensWithin: '1s',
            closesAfter: '2s',
            within: '1300ms',
            staysClosed: '100ms',
          });
          closing.set(door.name, Math.round(performance.now() - openedAt - 100));
        }),
      );
      finding('how long two seconds are', linux.map(({ name }) => `${name}: ${closing.get(name)} ms`).join('; '));
    });

    const observed = new Map<Deed, Observed[]>();
    for (const deed of deeds) {
      await step.soft(deed.title, async () => {
        const seen = await observe(deed, doors, context);
        observed.set(deed, seen);
        expect(seen).toEqual(wanted(deed, doors));
      });
    }

    finding('the comparison', comparisonTable(doors, { opening, closing, observed }));
  },
);
