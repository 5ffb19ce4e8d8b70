import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkSnapshot, type SnapshotCheck } from '../analysis/reach/check-snapshot.ts';
import { differencesTable } from '../analysis/reach/compare-snapshot.ts';
import { readSnapshot, type Snapshot } from '../analysis/reach/snapshot.ts';
import { didYouMean } from '../core/did-you-mean.ts';
import { InconclusiveError, KnocklabError } from '../core/errors.ts';
import { type Check, type Witness, witnessKey } from './check.ts';
import type { Reachability, ReachabilityMoment } from './matchers/reachability.ts';
import { projectFolders } from './project-root.ts';
import type { ScenarioClock } from './scenario-clock.ts';
import type { ScenarioOptions } from './scenario-options.ts';
import type { Testbed } from './testbed.ts';

export interface ReachabilityOptions {
  /** Hosts whose packets are sent; all that the snapshot names unless given. */
  readonly from?: readonly (string | { readonly name: string })[];
}

interface Surroundings {
  readonly testbed: Testbed;
  readonly clock: ScenarioClock;
  readonly witness: Witness;
  readonly options: Pick<ScenarioOptions, 'router' | 'topology'>;
  /** The folder of the project. */
  readonly root: string;
}

/** For `await expect(router.reachability()).toMatchReachability('firewall/gw.reach.txt')`. */
export function createReachability(
  { testbed, clock, witness, options, root }: Surroundings,
  { from }: ReachabilityOptions = {},
): Reachability {
  return {
    [witnessKey]: witness,
    compare: async (file, { when: situation = 'at first' }: ReachabilityMoment = {}) => {
      const snapshot = snapshotOf(file, root, options);
      snapshot.refuseUnknown(situation);
      const senders = sendersOf(from, snapshot, testbed);
      refuseSilence(testbed);
      const { lab, router } = testbed;
      // Its jumps stand in no step of their own: the lists are as they were afterwards.
      const turned = { advance: (ms: number | string) => clock.turn(Number(ms)) };
      const check = await checkSnapshot({ lab, router, clock: turned }, snapshot, { situation, senders });
      return verdict(check, file, situation, senders);
    },
  };
}

function snapshotOf(file: string, root: string, { router, topology }: Surroundings['options']): Snapshot {
  const path = projectFolders(root, file).find((candidate) => existsSync(candidate));
  if (path !== undefined) return readSnapshot({ name: file, text: readFileSync(path, 'utf8') });
  throw new KnocklabError('input/snapshot', `There is no snapshot "${file}".`, {
    evidence: `looked for: ${join(root, file)}`,
    remedy: `Make it, read it and keep it in git: npx knocklab snapshot ${router} --topology ${topology} > ${file}`,
  });
}

function sendersOf(from: ReachabilityOptions['from'], snapshot: Snapshot, { lab }: Testbed): readonly string[] {
  const hosts = [...lab.hosts.keys()].filter((name) => name !== lab.router.name);
  const asked = from?.map((host) => (typeof host === 'string' ? host : host.name));
  if (asked === undefined) return [...new Set([...hosts, ...snapshot.senders])].filter((name) => hosts.includes(name));
  const unknown = asked.find((name) => !hosts.includes(name) || !snapshot.senders.includes(name));
  if (unknown === undefined) return asked;
  throw new KnocklabError(
    'input/snapshot',
    `The snapshot "${snapshot.name}" says nothing of packets from "${unknown}".${didYouMean(unknown, snapshot.senders)}`,
    { remedy: `It knows: ${snapshot.senders.join(', ')}.` },
  );
}

/** That nothing came is not that the firewall dropped it: only the kernel that dropped it can say so. */
function refuseSilence({ tellsPackets }: Testbed): void {
  if (tellsPackets) return;
  throw new InconclusiveError(
    'what becomes of a packet is told by the kernel of the twin, and this router is no twin',
    {
      remedy: 'Run this scenario on the twin, or expect what a scan shows.',
    },
  );
}

function verdict(
  { plan, reached, differences }: SnapshotCheck,
  file: string,
  situation: string,
  senders: readonly string[],
): Check {
  const expected = `who reaches what as in ${file}, ${situation}`;
  if (reached.length === 0) throw new InconclusiveError(`no packet could be sent from ${senders.join(', ')}`);
  const passed = differences.length === 0;
  const asked = plan[differences[0]?.family ?? 'ip'].probes;
  const observed = passed
    ? `it is so for ${reached.length} packets from ${senders.join(', ')}`
    : `${differences.length} packets fare otherwise\n${differencesTable(differences, asked)}`;
  return { passed, expected, observed };
}
