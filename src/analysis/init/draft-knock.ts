import { demands, type Step } from '../check/firewall.ts';
import { findLadders, type Ladder } from '../check/ladders.ts';
import { interfacesOf } from '../check/outside.ts';
import { namedPorts } from '../check/ports.ts';
import type { Draft } from './draft.ts';
import type { Side, Site } from './side.ts';
import type { SiteHost } from './site-hosts.ts';

/** The knock, where a configuration has one that plain packets climb: shut before, open behind it, shut again in time. */
export function draftKnock(site: Site, hosts: readonly SiteHost[]): readonly Draft[] {
  const ladder = longest(findLadders(site.firewall).flatMap(climbable));
  if (ladder === undefined) return [];
  const side = sideOf(site, ladder.stages[0]?.rule);
  const onSide = hosts.filter((host) => host.side === side);
  const remote = onSide.find(({ role }) => role === 'remote' || role === 'member');
  if (remote === undefined) return [];
  const other = onSide.find(({ role }) => role === 'visitor');
  const drafts = [
    ...wrongOrder(ladder, other),
    ...opening(ladder, remote),
    ...(other === undefined ? [] : [tryPort(`${other.name} has not knocked`, other, ladder.port)]),
    ...closing(ladder, remote),
  ];
  return drafts.map((draft) => ({ knock: 'besides', ...draft }));
}

interface Climb {
  readonly stages: Ladder['stages'];
  readonly sequence: readonly string[];
  /** A port that the knock opens. */
  readonly port: number;
  readonly closesAfter: string | undefined;
}

function climbable({ stages, admissions }: Ladder): Climb[] {
  const sequence = stages.flatMap(({ protocol, port, data }) =>
    (protocol === 'tcp' || protocol === 'udp') && port !== undefined && data === undefined
      ? [`${port}/${protocol}`]
      : [],
  );
  if (sequence.length < stages.length || sequence.length === 0) return [];
  const knocked = new Set(stages.map(({ port }) => port));
  const ports = admissions.flatMap((rule) => demands(rule, 'dst-port').flatMap(namedPorts));
  const port = ports.find((one) => !knocked.has(one)) ?? 22;
  return [{ stages, sequence, port, closesAfter: durationText(stages.at(-1)?.timeout) }];
}

const longest = (climbs: readonly Climb[]): Climb | undefined =>
  climbs.toSorted((a, b) => b.sequence.length - a.sequence.length)[0];

function sideOf({ sides, configuration }: Site, rule: Step | undefined): Side | undefined {
  if (rule === undefined) return undefined;
  const lists = demands(rule, 'in-interface-list').flatMap((list) => interfacesOf(configuration, list));
  const names = [...demands(rule, 'in-interface'), ...lists];
  return sides.find((side) => names.includes(side.interface)) ?? sides.find(({ isOutside }) => isOutside);
}

const tryPort = (title: string, { name: from, side }: SiteHost, port: number): Draft => ({
  title,
  act: { do: 'connect', from, to: side.target, port },
});

function wrongOrder({ sequence, port }: Climb, visitor: SiteHost | undefined): Draft[] {
  const backwards = sequence.toReversed();
  if (visitor === undefined || backwards.join() === sequence.join()) return [];
  const { name: from, side } = visitor;
  return [
    { title: `${from} knocks backwards`, act: { do: 'knock', from, to: side.target, sequence: backwards } },
    tryPort('that opens nothing', visitor, port),
  ];
}

function opening({ sequence, port }: Climb, remote: SiteHost): Draft[] {
  const { name: from, side } = remote;
  return [
    { ...tryPort(`${from} before the knock`, remote, port), knock: 'before' },
    { title: `${from} knocks`, act: { do: 'knock', from, to: side.target, sequence } },
    { ...tryPort(`${from} after the knock`, remote, port), knock: 'after' },
  ];
}

function closing({ closesAfter, port }: Climb, remote: SiteHost): Draft[] {
  if (closesAfter === undefined) return [];
  return [
    { title: 'the time of the knock passes', act: { do: 'advance', duration: closesAfter } },
    tryPort(`${remote.name} when the time has passed`, remote, port),
  ];
}

/** A RouterOS duration as scenarios write it, and a second more. Undefined: it never ends, or in weeks only. */
function durationText(text: string | undefined): string | undefined {
  const clock = /^(\d+):(\d\d):(\d\d)$/.exec(text ?? '');
  if (clock !== null) return `${Number(clock[1]) * 3600 + Number(clock[2]) * 60 + Number(clock[3]) + 1}s`;
  return text !== undefined && /^(?:\d+[dhms])+$/.test(text)
    ? text.endsWith('s')
      ? plusOne(text)
      : `${text}1s`
    : undefined;
}

const plusOne = (text: string): string => text.replace(/(\d+)s$/, (_, seconds: string) => `${Number(seconds) + 1}s`);
