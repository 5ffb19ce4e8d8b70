import type { Family } from '../../router/packet-trace.ts';
import type { RulePlace } from '../explain/explanation-text.ts';
import { type ChangeGroup, changeKinds } from './compare-reach.ts';
import type { Reached } from './measure-reach.ts';
import type { ReachPlan } from './plan.ts';
import { packetsText } from './port-words.ts';
import { probeText } from './probes.ts';
import type { ReachDiff } from './reach-diff.ts';
import { sideText } from './sides.ts';

export interface DiffWriting {
  readonly placeBefore: RulePlace;
  readonly placeAfter: RulePlace;
  readonly isForbidden: (group: ChangeGroup) => boolean;
}

/** For a terminal. */
export function diffText(diff: ReachDiff, writing: DiffWriting): string {
  const parts = changeKinds.flatMap((kind) => {
    const groups = diff.groups.filter((group) => group.kind === kind);
    return groups.length === 0
      ? []
      : [kind.toUpperCase(), ...groups.flatMap((group) => groupLines(group, diff, writing)), ''];
  });
  return [`${diff.before.name} → ${diff.after.name}`, asked(diff), '', ...parts].join('\n');
}

function asked({ packets, packetsOverIpv6, plan, changes, groups }: ReachDiff): string {
  const situations = plan.ip.situations.map(({ title }) => title).join('; ');
  const overIpv6 = packetsOverIpv6 === 0 ? '' : `, ${packetsOverIpv6} of them over IPv6`;
  const found =
    changes.length === 0
      ? 'Nothing changes for any of them.'
      : `${changes.length} of them fare differently, in ${groups.length} ways.`;
  return `${packets} packets were sent under each (${situations})${overIpv6}. ${found}`;
}

function groupLines(group: ChangeGroup, diff: ReachDiff, writing: DiffWriting): string[] {
  const [{ after }] = group.changes;
  const verdict = writing.isForbidden(group) ? '   NOT ALLOWED' : '';
  const { was, is, witness } = groupTexts(group, writing);
  const parts = partTexts(group, diff.plan);
  const [only] = parts;
  const heading =
    parts.length === 1
      ? [`  ${whoText(after)}: ${only}${verdict}`]
      : [`  ${whoText(after)}${verdict}`, ...parts.map((part) => `      ${part}`)];
  return [...heading, `      was ${was}`, `      is  ${is}`, `      try ${witness}`];
}

/** `after a scan: 22-23, 80/tcp` */
function partTexts({ parts, changes: [first] }: ChangeGroup, plans: ReachPlan): string[] {
  const plan = plans[first.after.side.family];
  return parts.map(({ situations, changes }) => {
    const packets = packetsText(
      changes.map(({ after }) => after.probe),
      plan.probes,
    );
    const isAlways = situations.length === plan.situations.length;
    return isAlways ? `always: ${packets}` : `${situations.join(', and ')}: ${packets}`;
  });
}

interface GroupTexts {
  readonly was: string;
  readonly is: string;
  readonly witness: string;
}

function groupTexts({ kind, changes }: ChangeGroup, { placeBefore, placeAfter }: DiffWriting): GroupTexts {
  const [{ after }] = changes;
  const withLists = kind === 'now listed' || kind === 'no longer listed';
  return {
    was: fateText(
      changes.map(({ before }) => before),
      placeBefore,
      withLists,
    ),
    is: fateText(
      changes.map((change) => change.after),
      placeAfter,
      withLists,
    ),
    witness: witnessText(after),
  };
}

/** For a pull request. */
export function diffMarkdown(diff: ReachDiff, writing: DiffWriting): string {
  const rows = changeKinds
    .flatMap((kind) => diff.groups.filter((group) => group.kind === kind))
    .map((group) => row(group, diff, writing));
  const head = [
    '| | from → to | when | packets | before | after | witness |',
    '| --- | --- | --- | --- | --- | --- | --- |',
  ];
  const table = rows.length === 0 ? [] : [...head, ...rows, ''];
  return [
    `### What changes for whom: ${code(diff.before.name)} → ${code(diff.after.name)}`,
    '',
    asked(diff),
    '',
    ...table,
  ].join('\n');
}

function row(group: ChangeGroup, { plan }: ReachDiff, writing: DiffWriting): string {
  const [{ after }] = group.changes;
  const kind = writing.isForbidden(group) ? `**${group.kind}**, not allowed` : group.kind;
  const { was, is, witness } = groupTexts(group, writing);
  const packets = partTexts(group, plan).map(inCell).join('<br>');
  const cells = [inCell(kind), inCell(whoText(after)), packets, inCell(was), inCell(is), inCell(witness)];
  return `| ${cells.join(' | ')} |`;
}

const code = (text: string): string => `\`${text.replaceAll('`', '')}\``;

const inCell = (text: string): string =>
  text.replaceAll(/[\\|<>]/g, (character) => `\\${character}`).replaceAll('\n', ' ');

function whoText({ side }: Reached): string {
  return sideText(side);
}

const fates = {
  dropped: 'dropped',
  rejected: 'rejected',
  delivered: 'let in',
  forwarded: 'forwarded',
  lost: 'goes nowhere',
} as const;

function fateText(all: readonly Reached[], placeOf: RulePlace, withLists: boolean): string {
  const [{ fate, translated, lists } = noFate] = all;
  const rules = [
    ...new Set(all.map(({ decider, side }) => (decider === undefined ? '' : ruleText(decider, side.family, placeOf)))),
  ];
  const named = rules.filter((rule) => rule !== '');
  const by = named.length === 0 ? (fate === 'lost' ? '' : ': no rule decides') : ` by ${named.join(', or ')}`;
  const to = translated === undefined ? '' : ` to ${translated}`;
  const listed = lists.length === 0 ? 'not listed' : `listed on ${lists.join(', ')}`;
  return `${fates[fate]}${to}${by}${withLists ? `; its sender is ${listed}` : ''}`;
}

const noFate: Pick<Reached, 'fate' | 'lists' | 'translated'> = { fate: 'lost', lists: [] };

function ruleText({ table, number, row }: NonNullable<Reached['decider']>, family: Family, placeOf: RulePlace): string {
  const place = placeOf(`/${family} firewall ${table}`, number);
  const comment = row.comment === undefined ? '' : ` ;;; ${row.comment}`;
  return `${table} ${number}${comment}${place === undefined ? '' : ` (${place.replace(/^.*\//, '')})`}`;
}

function witnessText({ side, probe }: Reached): string {
  return `${side.from} → ${side.address} ${probeText(probe)}`;
}
