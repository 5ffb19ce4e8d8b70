import { givesWayTo } from '../../src/attacks/withstand.ts';
import { expect, scenario } from '../../src/scenario/scenario.ts';
import { kernelClock } from './kernel-clock.ts';
import { sequence, service } from './paper.ts';
import { ladder, withstandAt } from './server-system.ts';
import { type CampusHost, openSwitch } from './switch-door.ts';

scenario<CampusHost>(
  'A switch that listens for knocks',
  {
    seed: 'ventura-caeiro-2024',
    topology: 'campus',
    about:
      'The paper points at software-defined networks, where the switch before a server listens for the knocks and the server needs nothing. Open vSwitch does it with rules that learn: each knock writes a rule for its sender, which ends by itself. Every packet is asked for its permission anew, so that a connection ends with it. The switch’s time is real: a stage and the door last three seconds here.',
    router: 'ventura-caeiro-2024/campus.rsc',
  },
  async (context) => {
    const { remote, attacker, server, clock, step, indicator, finding } = context;
    const door = await openSwitch(context);

    await indicator(
      9,
      'knocking in the network itself',
      { paper: 'Software-defined networks implement port knocking in the switch.' },
      async () => {
        expect((await attacker.ping(server)).received).toBe(1);
        expect((await attacker.look(server, [service])).open).toEqual([]);
        await door.open(remote);
        expect((await remote.look(server, [service])).open).toEqual([service]);
        expect((await attacker.look(server, [service])).open).toEqual([]);
        return {
          observed: 'rules that learn open the port for the knocker alone; the server has no filter of its own',
          status: 'reproduced',
        };
      },
    );

    await step('the learnt rule ends after three seconds', async () => {
      await door.forget();
      await expect({ ...remote.door(server, service), clock: kernelClock(clock) }).toLive({
        by: () => door.open(remote),
        opensWithin: '1s',
        closesAfter: '3s',
        within: '1300ms',
        staysClosed: '100ms',
      });
    });

    finding(
      'a switch has a cache',
      'Open vSwitch answers packets that are alike out of a cache, and learns from those half a second late at most. The second knock of a host within ten seconds is then one of luck; here the cache is told to keep connections apart (upcall/disable-megaflows).',
    );

    await step('the wrong order teaches the switch nothing', async () => {
      await attacker.knock(server, sequence.toReversed(), { gap: '20ms' });
      expect((await attacker.look(server, [service])).open).toEqual([]);
    });

    const stopped = ['fragmented-scan', 'outliving-connection'];
    await withstandAt(context, door, {
      expected: givesWayTo(...ladder.filter((attack) => !stopped.includes(attack))),
      // With every decoy the switch learns a flow more; whether it has learnt a stage in time is chance on a busy machine.
      except: ['decoy-scan'],
    });
  },
);
