import type { Reached } from './measure-reach.ts';
import type { FamilyPlan, ReachPlan } from './plan.ts';
import { packetsText } from './port-words.ts';
import { sideText } from './sides.ts';

/**
 * Who reaches what, as a text to be kept and reviewed: the same as long as the firewall does the same. Rules are not named, so that
 * only what they do counts.
 */
export function snapshotText(reached: readonly Reached[], plan: ReachPlan): string {
  const sides = Map.groupBy(reached, ({ side }) => sideText(side));
  return [...sides]
    .flatMap(([side, all]) => [side, ...situationLines(all, plan[all[0]?.side.family ?? 'ip']), ''])
    .join('\n');
}

function situationLines(all: readonly Reached[], plan: FamilyPlan): string[] {
  const bySituation = [...Map.groupBy(all, ({ situation }) => situation)];
  const texts = bySituation.map(([situation, some]) => ({ situation, lines: fateLines(some, plan) }));
  const same = Map.groupBy(texts, ({ lines }) => lines.join('\n'));
  return [...same.values()].flatMap((group) => {
    const isAlways = group.length === plan.situations.length;
    const when = isAlways ? 'always' : group.map(({ situation }) => situation).join(', and ');
    return [`  ${when}`, ...(group[0]?.lines ?? [])];
  });
}

function fateLines(some: readonly Reached[], plan: FamilyPlan): string[] {
  const byFate = Map.groupBy(some, fateText);
  return [...byFate]
    .map(
      ([fate, packets]) =>
        `    ${fate}: ${packetsText(
          packets.map(({ probe }) => probe),
          plan.probes,
        )}`,
    )
    .toSorted();
}

/** `forwarded to 192.0.2.10:80`, `dropped, listed on trap` */
export function fateText({ fate, translated, lists }: Reached): string {
  const to = translated === undefined ? '' : ` to ${translated}`;
  return `${fate}${to}${lists.length === 0 ? '' : `, listed on ${lists.join(', ')}`}`;
}
