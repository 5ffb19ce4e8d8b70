import { expect, scenario } from '../../src/scenario/scenario.ts';
import { type ServersHost, serversScenario, service } from './paper.ts';
import { fwknopDoor, ipsetDoor, knockdDoor, nftablesDoor, recentDoor } from './server-doors.ts';

scenario<ServersHost>(
  'tmp',
  { ...serversScenario, about: 'x', router: 'ventura-caeiro-2024/published.rsc' },
  async (context) => {
    const { remote, attacker, step } = context;
    for (const make of [recentDoor, ipsetDoor, nftablesDoor, knockdDoor, fwknopDoor]) {
      await step.soft(make.name, async () => {
        const door = await make(context);
        expect((await attacker.look(door.target, [service])).open).toEqual([]);
        await door.open(remote);
        expect((await remote.look(door.target, [service])).open).toEqual([service]);
        await door.forget();
        expect((await remote.look(door.target, [service])).open).toEqual([]);
        await door.open(remote);
        expect((await remote.look(door.target, [service])).open).toEqual([service]);
      });
    }
  },
);
