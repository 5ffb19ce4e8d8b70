import type { Check, Fault, Subject } from '../finding.ts';
import type { Ladder } from '../ladders.ts';
import { isEarly, scanGuards } from '../scan-guards.ts';

/** Practice 7: "Combine it with protection from port scans". */
export const scanProtection: Check = {
  id: 'scan-protection',
  practice: 7,
  level: 'warning',
  title: 'who scans cannot knock',
  finds: 'neither `psd` nor a trap nor a port that spoils the sequence, or one that acts only behind the last knock',
  source: 'MikroTik’s manual, “Port knocking”; the `psd` match of the published kernel sources',
  find: (subject) => subject.ladders.flatMap((ladder) => unguarded(ladder, subject)),
};

function unguarded(ladder: Ladder, { firewall }: Subject): Fault[] {
  const [first] = ladder.stages;
  // A word in a packet is nothing that a scan could hit.
  if (first === undefined || ladder.stages.some(({ data }) => data?.includes('content=') || data?.includes('layer7')))
    return [];
  const guards = scanGuards(firewall, ladder);
  if (guards.some((guard) => isEarly(guard, ladder))) return [];
  const [late] = guards;
  if (late?.stops !== undefined)
    return [
      {
        at: late.stops,
        problem: `shuts out who was noticed by rule ${late.notices.number}, but only behind the last knock`,
        why: 'A scanner that has been noticed still climbs the sequence to its end.',
        fix: `Move it before rule ${ladder.stages.at(-1)?.rule.number ?? 0}.`,
      },
    ];
  return [
    {
      at: first.rule,
      problem: 'nothing notices who asks other ports between the knocks',
      why: 'Wrong ports do not end a sequence, so a scan may hit the knocks one after the other: a scan in random order opens three knocks in about one of six runs, and more with repetitions.',
      fix: 'Write who touches another port into a list (psd=21,3s,3,1, or dst-port=!… with src-address-list of the first knock) and drop that list before the knocks.',
    },
  ];
}
