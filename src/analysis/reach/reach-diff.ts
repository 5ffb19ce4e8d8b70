import type { Source } from '../../core/source.ts';
import type { Dialect } from '../../routeros/dialect.ts';
import type { Testbed } from '../../scenario/testbed.ts';
import { type Change, type ChangeGroup, compareReach, groupChanges } from './compare-reach.ts';
import { measureReach, type Reached } from './measure-reach.ts';
import { type ReachPlan, reachPlan } from './plan.ts';

/** What changes for whom when one configuration takes the place of another. */
export interface ReachDiff {
  readonly before: Source;
  readonly after: Source;
  readonly plan: ReachPlan;
  /** How many packets were sent under each. */
  readonly packets: number;
  readonly packetsOverIpv6: number;
  readonly changes: readonly Change[];
  readonly groups: readonly ChangeGroup[];
}

/** Sends the same packets under both configurations, each in a lab of its own, which `open` makes. */
export async function diffReach(
  before: Source,
  after: Source,
  dialect: Dialect,
  open: (configuration: Source) => Promise<Testbed>,
): Promise<ReachDiff> {
  const plan = reachPlan([before, after], dialect);
  const measure = async (configuration: Source): Promise<readonly Reached[]> => {
    await using testbed = await open(configuration);
    return await measureReach(testbed, plan);
  };
  const [old, now] = await Promise.all([measure(before), measure(after)]);
  const changes = compareReach(old, now);
  const packetsOverIpv6 = now.filter(({ side }) => side.family === 'ipv6').length;
  return { before, after, plan, packets: now.length, packetsOverIpv6, changes, groups: groupChanges(changes) };
}
