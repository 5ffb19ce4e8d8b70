import type { Forged } from '../scenario/host-deeds.ts';
import { type Attack, type GuardedSystem, givesWay, holds } from './attack.ts';
import { knockPorts, syns } from './ports.ts';

const forgedSources = 5000;

/** The first knock of the ladder, or the trap where there is none, each time as if from another address. */
function firstKnocks(system: GuardedSystem): Forged[] {
  const [first] = knockPorts(system);
  const port = first?.port ?? system.trap ?? system.guarded[0] ?? 1;
  return Array.from({ length: forgedSources }, (_, index) => {
    const source = `11.${20 + (index >> 12)}.${(index >> 4) & 255}.${(index & 15) + 1}`;
    if (first?.protocol === 'udp') return { source, transport: { protocol: 'udp', sourcePort: 40_000, port } };
    return { source, transport: { protocol: 'tcp', sourcePort: 40_000, port } };
  });
}

const listExhaustion: Attack = {
  id: 'list-exhaustion',
  family: 'load',
  title: 'an address list filled with forged sources',
  tries: 'to fill the router’s memory, or the list that the administrator needs a place on',
  how: `${forgedSources} forged first knocks (touches of the trap where there is no knock), each as if from another address`,
  holding: 'the administrator gets in right afterwards, and the entries end by themselves',
  notApplicable: ({ knockless, trap }) =>
    knockless === true && trap === undefined ? 'nothing puts its sender on a list' : undefined,
  run: async ({ system, context, openFor, openTo }) => {
    const { administrator, attacker, stageTimeout, lists } = system;
    const { sent } = await attacker.forge(system.target ?? context.router, firstKnocks(system));
    const stage = lists?.stages[0] ?? lists?.banned?.[0];
    const count = async (): Promise<number> =>
      stage === undefined ? 0 : (await context.router.addressList(stage)).entries.length;
    const entries = await count();
    await openFor(administrator);
    const opened = await openTo(administrator);
    const text = `${sent} forged sources left ${entries} entries`;
    if (opened.length === 0) return givesWay(`${text}; the administrator’s knock opens nothing`);
    if (stageTimeout !== undefined) {
      await context.clock.advance(stageTimeout);
      await context.clock.advance('1s');
    }
    const left = await count();
    if (left > 10) return givesWay(`${text}, ${left} of them for good`);
    return holds(`${text}, ${left} after ${stageTimeout ?? 'the attack'}; the administrator gets in at once`);
  },
};

const knockUnderLoad: Attack = {
  id: 'knock-under-load',
  family: 'load',
  title: 'a flood while the administrator knocks',
  tries: 'to keep the administrator out for as long as the flood lasts',
  how: 'ten thousand SYNs to all the common ports while the administrator knocks',
  holding: 'the administrator gets in',
  run: async ({ system, context, openFor, openTo }) => {
    const { administrator, attacker } = system;
    const ports = Array.from({ length: 10_000 }, (_, index) => 20_000 + (index % 5000));
    const flood = attacker.forge(system.target ?? context.router, syns(attacker.address ?? '', ports));
    await Promise.all([flood, openFor(administrator)]);
    const opened = await openTo(administrator);
    const text = `${ports.length} SYNs during the knock`;
    return opened.length > 0 ? holds(`${text}: ${opened.join(', ')} open`) : givesWay(`${text}: nothing opened`);
  },
};

export const loads: readonly Attack[] = [listExhaustion, knockUnderLoad];
