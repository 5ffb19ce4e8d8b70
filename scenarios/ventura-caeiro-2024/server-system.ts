import type { GuardedSystem } from '../../src/attacks/attack.ts';
import { type WithstandOptions, withstand } from '../../src/attacks/withstand.ts';
import type { ScenarioContext } from '../../src/scenario/scenario-options.ts';
import { kernelClock } from './kernel-clock.ts';
import { service } from './paper.ts';
import type { ServerDoor } from './server-door.ts';

type AttackedContext = ScenarioContext<'remote' | 'attacker' | 'neighbour'>;

/** Tries the catalogue on a door of another make, whose time is the kernel's. */
export async function withstandAt(
  context: AttackedContext,
  door: ServerDoor,
  options: WithstandOptions & { readonly oneTime?: boolean } = {},
): Promise<void> {
  const except = [...waitsLong, ...(options.except ?? [])];
  const clock = kernelClock(context.clock);
  await withstand({ ...context, clock }, systemOf(context, door, options), { ...options, except });
}

/** What mostly waits for the kernel's clock: the comparison tries the last three on all doors at once. */
const waitsLong = ['slow-scan', 'slow-knock', 'overstaying', 'list-exhaustion'];

function systemOf(
  { attacker, remote, neighbour, lab }: AttackedContext,
  { name, target, sequence, stageTimeout, openTimeout, patienceMs, open, forget }: ServerDoor,
  { oneTime = false }: { readonly oneTime?: boolean },
): GuardedSystem {
  const address6 = lab.topology.hosts[target.name]?.interfaces['eth0']?.address6?.split('/')[0];
  return {
    name: `ventura-caeiro-2024/${name}`,
    target,
    guarded: [service],
    attacker,
    administrator: remote,
    bystander: neighbour,
    ...(sequence === undefined ? {} : { sequence }),
    ...(stageTimeout === undefined ? {} : { stageTimeout }),
    openTimeout,
    ...(patienceMs === undefined ? {} : { patienceMs }),
    open,
    oneTime,
    reset: forget,
    ...(address6 === undefined ? {} : { sideDoors: { ipv6: address6 } }),
  };
}

/** A ladder without a way down: whoever asks again and again, in whatever order, arrives. */
export const ladder = [
  'sequential-scan',
  'knock-port-scan',
  'fragmented-scan',
  'udp-scan',
  'decoy-scan',
  'every-order',
  'outliving-connection',
];
