import type { Family } from '../../router/packet-trace.ts';
import type { Dialect } from '../../routeros/dialect.ts';
import { compareWithSnapshot, type Difference } from './compare-snapshot.ts';
import { measureMoment, type Reached } from './measure-reach.ts';
import { momentPlan, type Naming, type ReachPlan, reachPlan } from './plan.ts';
import type { Snapshot } from './snapshot.ts';
import type { ReachTestbed } from './standing.ts';

export interface SnapshotCheck {
  readonly plan: ReachPlan;
  readonly reached: readonly Reached[];
  readonly differences: readonly Difference[];
}

/** Sends what a snapshot tells of, and what the router's rules name by now, in a lab as it is at this moment. */
export async function checkSnapshot(
  testbed: ReachTestbed,
  snapshot: Snapshot,
  { situation, senders }: { readonly situation: string; readonly senders: readonly string[] },
): Promise<SnapshotCheck> {
  const { router } = testbed;
  const dialect: Dialect = (await router.version()).startsWith('6') ? '6.49' : '7';
  const rules = reachPlan([{ name: 'the router', text: await router.export() }], dialect);
  const also = async (family: Family) => ({
    probes: snapshot.probesOf(family),
    rules: (await router.print(`/${family}/firewall/address-list`, { query: { dynamic: 'true' } })).map(named),
  });
  const plan = momentPlan(rules, situation, { ip: await also('ip'), ipv6: await also('ipv6') });
  const hosts = { from: senders, to: snapshot.receivers };
  const reached = await measureMoment(testbed, plan, { ip: hosts, ipv6: hosts });
  return { plan, reached, differences: compareWithSnapshot(reached, snapshot, situation, senders) };
}

const named = ({ address = '' }: Readonly<Record<string, string>>): Naming => ({
  properties: new Map([['address', address]]),
});
