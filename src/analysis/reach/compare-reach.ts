import type { Reached } from './measure-reach.ts';
import { probeText } from './probes.ts';

/** What has changed for a packet, worst first. */
export type ChangeKind =
  | 'opened'
  | 'sent elsewhere'
  | 'no longer listed'
  | 'now listed'
  | 'closed'
  | 'dropped differently';

export interface Change {
  readonly kind: ChangeKind;
  readonly before: Reached;
  readonly after: Reached;
}

export const changeKinds: readonly ChangeKind[] = [
  'opened',
  'sent elsewhere',
  'no longer listed',
  'now listed',
  'closed',
  'dropped differently',
];

/** Packets whose fate, or the lists that they lead to, have changed. Both have to be of one plan. */
export function compareReach(before: readonly Reached[], after: readonly Reached[]): readonly Change[] {
  const known = new Map(before.map((reached) => [keyOf(reached), reached]));
  const now = new Map(after.map((reached) => [keyOf(reached), reached]));
  const pairs = [
    ...after.map((reached) => ({ before: known.get(keyOf(reached)) ?? unreachable(reached), after: reached })),
    ...before
      .filter((reached) => !now.has(keyOf(reached)))
      .map((reached) => ({ before: reached, after: unreachable(reached) })),
  ];
  const changes = pairs.flatMap((pair): Change[] => {
    const kind = kindOf(pair.before, pair.after);
    return kind === undefined ? [] : [{ kind, ...pair }];
  });
  return changes.toSorted((a, b) => changeKinds.indexOf(a.kind) - changeKinds.indexOf(b.kind));
}

/** Under a configuration without that address, or without a way to it, no packet could be sent there. */
function unreachable({ side, situation, probe }: Reached): Reached {
  return { side, situation, probe, fate: 'lost', lists: [] };
}

function keyOf({ side, situation, probe }: Reached): string {
  return [side.from, side.to, side.family, situation, probeText(probe)].join('\n');
}

function kindOf(before: Reached, after: Reached): ChangeKind | undefined {
  const [passed, passes] = [before, after].map(isThrough);
  if (passed !== passes) return passes ? 'opened' : 'closed';
  if (passes && (before.translated !== after.translated || before.fate !== after.fate)) return 'sent elsewhere';
  if (before.lists.some((list) => !after.lists.includes(list))) return 'no longer listed';
  if (after.lists.some((list) => !before.lists.includes(list))) return 'now listed';
  return before.fate === after.fate ? undefined : 'dropped differently';
}

/** Has no rule stopped it? */
export const isThrough = ({ fate }: Reached): boolean => fate === 'delivered' || fate === 'forwarded';

/** The same change for packets from one host to another, whenever it shows. */
export interface ChangeGroup {
  readonly kind: ChangeKind;
  readonly changes: readonly [Change, ...Change[]];
  /** Which packets it is about when; situations with the same packets stand together. */
  readonly parts: readonly { readonly situations: readonly string[]; readonly changes: readonly Change[] }[];
}

/** Gathers what a reader takes for one change. Which rule decides may differ within it. */
export function groupChanges(changes: readonly Change[]): readonly ChangeGroup[] {
  const groups = Map.groupBy(changes, (change) => {
    const { kind, before, after } = change;
    return [
      kind,
      before.side.from,
      before.side.to,
      before.side.family,
      ...[before, after].map(endOf),
      ...listingOf(change),
    ].join('\n');
  });
  return [...groups.values()].flatMap((group): ChangeGroup[] => {
    const [first, ...more] = group;
    return first === undefined ? [] : [{ kind: first.kind, changes: [first, ...more], parts: partsOf(group) }];
  });
}

const endOf = ({ fate, translated = '' }: Reached): string => `${fate} ${translated}`;

/** Lists count only where nothing else has changed. */
function listingOf({ kind, before, after }: Change): readonly string[] {
  return kind === 'now listed' || kind === 'no longer listed' ? [before.lists.join(), after.lists.join()] : [];
}

function partsOf(changes: readonly Change[]): ChangeGroup['parts'] {
  const bySituation = [...Map.groupBy(changes, ({ after }) => after.situation)];
  const samePackets = Map.groupBy(bySituation, ([, some]) => some.map(({ after }) => probeText(after.probe)).join());
  return [...samePackets.values()].map((entries) => ({
    situations: entries.map(([situation]) => situation),
    changes: entries[0]?.[1] ?? [],
  }));
}
