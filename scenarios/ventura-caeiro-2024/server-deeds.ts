import { setTimeout as wait } from 'node:timers/promises';
import type { Sniffed } from '../../src/probes/sniff.ts';
import type { Forged } from '../../src/scenario/host-deeds.ts';
import type { ScenarioHost } from '../../src/scenario/scenario-host.ts';
import { kernelClock } from './kernel-clock.ts';
import { service } from './paper.ts';
import type { ServerDoor, ServersContext } from './server-door.ts';

/** What came of a deed; undefined where it cannot be done at this door. */
export interface Observed {
  readonly door: string;
  readonly opened: boolean | undefined;
}

interface Scene {
  readonly door: ServerDoor;
  readonly context: ServersContext;
}

/** Something that is tried on every door. */
export interface Deed {
  readonly title: string;
  /** In a word or two, for the table. */
  readonly name: string;
  /** Whether a good door opens. */
  readonly rightful?: boolean;
  /** The doors that open to the one who does it. */
  readonly opens: readonly string[];
  /** The doors at which it cannot be done. */
  readonly impossible?: readonly string[];
  /** One door after the other: two captures on one interface would end each other. */
  readonly inTurn?: boolean;
  readonly act: (scene: Scene) => Promise<boolean | undefined>;
}

const all = ['RouterOS', 'knockd', 'iptables with recent', 'iptables with ipset', 'nftables', 'fwknop'];
const allBut = (...names: readonly string[]): string[] => all.filter((name) => !names.includes(name));

/** A knock at a door that knows a sequence, by the attacker. */
function attackerKnocks(make: (sequence: readonly string[]) => readonly string[]): Deed['act'] {
  return async ({ door, context: { attacker } }) => {
    if (door.sequence === undefined) return undefined;
    await attacker.knock(door.target, make(door.sequence), { gap: '20ms', progress: false });
    return await isOpen(door, attacker);
  };
}

export const deeds: readonly Deed[] = [
  {
    title: 'the sequence backwards opens nothing',
    name: 'wrong order',
    opens: [],
    impossible: ['fwknop'],
    act: attackerKnocks((sequence) => sequence.toReversed()),
  },
  {
    title: 'two knocks of three open nothing',
    name: 'part of the sequence',
    opens: [],
    impossible: ['fwknop'],
    act: attackerKnocks((sequence) => sequence.slice(0, 2)),
  },
  {
    title: 'a wrong port between the knocks does no harm: none of these ladders has a way down',
    name: 'wrong port in between',
    opens: allBut('fwknop'),
    impossible: ['fwknop'],
    act: attackerKnocks(([first = '', ...rest]) => [first, '7777/tcp', ...rest]),
  },
  {
    title: 'knocks that are too slow open nothing',
    name: 'slow knocks',
    opens: [],
    impossible: ['fwknop'],
    act: async ({ door, context: { attacker, clock } }) => {
      if (door.sequence === undefined) return undefined;
      const time = door.kernelTime ? kernelClock(clock) : clock;
      for (const [index, knock] of door.sequence.entries()) {
        if (index > 0) await time.turn(door.kernelTime ? 3100 : 11_000);
        await attacker.knock(door.target, [knock], { progress: false });
      }
      return await isOpen(door, attacker);
    },
  },
  {
    title: 'knocks that all arrive twice open every door but knockd',
    name: 'doubled knocks',
    rightful: true,
    opens: allBut('knockd'),
    act: async ({ door, context: { remote } }) => {
      const { sequence, target } = door;
      if (sequence === undefined) for (let time = 1; time <= 2; time++) await door.open(remote);
      else
        await remote.knock(
          target,
          sequence.flatMap((knock) => [knock, knock]),
          { gap: '20ms', progress: false },
        );
      return await isOpen(door, remote);
    },
  },
  {
    title: 'the knocks of one sequence from two hosts open to neither',
    name: 'two hosts',
    opens: [],
    impossible: ['fwknop'],
    act: async ({ door, context: { attacker, neighbour } }) => {
      if (door.sequence === undefined) return undefined;
      for (const [index, knock] of door.sequence.entries())
        await (index % 2 === 0 ? attacker : neighbour).knock(door.target, [knock], { progress: false });
      return (await isOpen(door, attacker)) || (await isOpen(door, neighbour));
    },
  },
  {
    title: 'the administrator gets in while somebody else knocks',
    name: 'a second knocker',
    rightful: true,
    opens: all,
    act: async ({ door, context: { remote, neighbour } }) => {
      const noise = door.sequence?.toReversed() ?? ['62201/udp:data=noise', '7000/tcp'];
      await Promise.all([door.open(remote), neighbour.knock(door.target, noise, { gap: '20ms', progress: false })]);
      return await isOpen(door, remote);
    },
  },
  {
    title: 'what was heard opens again, but with fwknop',
    name: 'replay',
    opens: allBut('fwknop'),
    inTurn: true,
    act: async ({ door, context: { remote, attacker } }) => {
      const heard = await remote.sniff(door.target, () => door.open(remote));
      await attacker.forge(door.target, again(heard, attacker));
      return await isOpen(door, attacker);
    },
  },
  {
    title:
      'the administrator gets in through a flood of first knocks, but with recent, which remembers a hundred addresses',
    name: 'flood of first knocks',
    rightful: true,
    opens: allBut('iptables with recent'),
    act: async ({ door, context: { remote, attacker } }) => {
      const { target, sequence } = door;
      for (const knock of sequence ?? []) {
        await remote.knock(target, [knock], { progress: false });
        await attacker.forge(target, firstKnocks);
      }
      if (sequence === undefined) await Promise.all([door.open(remote), attacker.forge(target, firstKnocks)]);
      return await isOpen(door, remote);
    },
  },
];

async function isOpen({ target, patienceMs = 50 }: ServerDoor, from: ScenarioHost): Promise<boolean> {
  return (await from.look(target, [service], { patienceMs })).open.length > 0;
}

/** What was heard, as somebody else would send it. */
export function again(heard: readonly Sniffed[], { address: source = '' }: ScenarioHost): Forged[] {
  return heard.flatMap(({ protocol, port, data }): Forged[] => {
    if (port === service || protocol === 'icmp') return [];
    return [{ source, transport: { protocol, sourcePort: 50_000 + (port % 9000), port, data } }];
  });
}

const firstKnocks: readonly Forged[] = Array.from({ length: 300 }, (_, index) => ({
  source: `198.51.${100 + (index >> 8)}.${index & 255}`,
  transport: { protocol: 'tcp', sourcePort: 40_000, port: 7000 },
}));

/** From the client's start to the first connection, in real ms, the best of three: the machine's other work is not the door's. */
export async function timeToOpen(door: ServerDoor, from: ScenarioHost): Promise<number> {
  const times: number[] = [];
  for (let time = 1; time <= 3; time++) {
    await door.forget();
    const startedAt = performance.now();
    const opening = door.open(from);
    while (!(await looksOpen(door, from)) && performance.now() - startedAt < 2000) await wait(1);
    times.push(performance.now() - startedAt);
    await opening;
  }
  return Math.round(Math.min(...times));
}

async function looksOpen({ target }: ServerDoor, from: ScenarioHost): Promise<boolean> {
  return (await from.look(target, [service], { patienceMs: 5 })).open.length > 0;
}

/** What comes of a deed at every door. */
export async function observe(
  { act, inTurn = false }: Deed,
  doors: readonly ServerDoor[],
  context: ServersContext,
): Promise<Observed[]> {
  const one = async (door: ServerDoor): Promise<Observed> => {
    await door.forget();
    return { door: door.name, opened: await act({ door, context }) };
  };
  if (!inTurn) return await Promise.all(doors.map(one));
  const seen: Observed[] = [];
  for (const door of doors) seen.push(await one(door));
  return seen;
}

/** What should come of it. */
export function wanted({ opens, impossible = [] }: Deed, doors: readonly ServerDoor[]): Observed[] {
  return doors.map(({ name }) => ({
    door: name,
    opened: impossible.includes(name) ? undefined : opens.includes(name),
  }));
}
