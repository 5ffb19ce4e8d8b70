import { KnocklabError } from '../core/errors.ts';
import type { ScenarioContext } from '../scenario/scenario-options.ts';
import type { GuardedSystem } from './attack.ts';

/** More than a network says by itself within a few milliseconds. */
const packets = 50;

/** An echo request of no size that anybody listens to: it touches no trap, and no alert is told of it. */
const echo = { protocol: 'icmp', size: 60 } as const;

/**
 * Throws unless what the attacker sends arrives: that nothing opens to somebody who is not heard is no resistance.
 */
export async function expectArrivals(context: ScenarioContext<never>, system: GuardedSystem): Promise<void> {
  const { attacker, target = context.router } = system;
  const before = await received(context, system);
  const source = attacker.address ?? '';
  await attacker.forge(
    target,
    Array.from({ length: packets }, () => ({ source, transport: echo })),
  );
  const arrived = await untilArrived(context, system, before);
  if (arrived >= packets) return;
  throw new KnocklabError(
    'probe/blind-attack',
    `Of ${packets} packets that ${attacker.name} sent, ${arrived} arrived.`,
    {
      remedy: 'Give the attacker a way to what it attacks: a network that the two share, or a gateway.',
    },
  );
}

/** What was sent may still be on its way on another processor, and a packet of the loopback between two readings counts against it. */
const patienceMs = 2000;

async function untilArrived(
  context: ScenarioContext<never>,
  system: GuardedSystem,
  before: readonly number[],
): Promise<number> {
  const end = performance.now() + patienceMs;
  for (;;) {
    const after = await received(context, system);
    const arrived = Math.max(...after.map((count, index) => count - (before[index] ?? 0)));
    if (arrived >= packets || performance.now() > end) return arrived;
  }
}

/** IPv4 packets that have come to the router, and to the guarded host where it is another. */
async function received({ router }: ScenarioContext<never>, { target }: GuardedSystem): Promise<number[]> {
  const nodes = typeof target === 'object' && 'exec' in target && target !== router ? [router, target] : [router];
  return Promise.all(
    nodes.map(async (node) => fromOutside((await node.exec(['cat', '/proc/net/snmp', '/proc/net/dev'])).stdout)),
  );
}

/**
 * What IP has taken in before any rule (`Ip: … InReceives`, RFC 1213), without the loopback's. The interfaces alone would
 * also count what is meant for somebody else.
 */
function fromOutside(tables: string): number {
  const [, names = '', counts = ''] = /^Ip: (\D.*)\nIp: (.*)$/m.exec(tables) ?? [];
  const all = counts.split(' ')[names.split(' ').indexOf('InReceives')];
  const loopback = /^\s*lo:\s*\d+\s+(\d+)/m.exec(tables)?.[1];
  if (all === undefined || loopback === undefined) throw new Error('the kernel does not say what it has received');
  return Number(all) - Number(loopback);
}
