import type { Check, Fault, Subject } from '../finding.ts';
import { demands, type Step } from '../firewall.ts';
import type { Ladder } from '../ladders.ts';
import { isUsualPort } from '../nmap-ports.ts';
import { holdsPort, namedPorts } from '../ports.ts';
import { isGuarded, scanGuards } from '../scan-guards.ts';

/** Traps for scanners, and the knocks that they stand beside. */
export const trapPorts: Check = {
  id: 'trap-ports',
  level: 'warning',
  title: 'traps catch scanners, and not who knocks',
  finds:
    'a trap on a port of the sequence; knocks on ports that nmap asks by itself, where nothing stops a scan; traps on none of them',
  source: 'MikroTik’s manual, “Port knocking” (the trap on 666); nmap 7.93, nmap-services',
  find: (subject) =>
    subject.ladders.flatMap((ladder) => [
      ...ownTraps(ladder, subject),
      ...(isGuarded(subject.firewall, ladder) ? [] : usualKnocks(ladder)),
      ...idleTraps(ladder, subject),
    ]),
};

/** Rules that list whoever touches one of some ports; not those that spoil a sequence by any other port. */
function trapsOf(ladder: Ladder, { firewall }: Subject): readonly Step[] {
  return scanGuards(firewall, ladder)
    .map(({ notices }) => notices)
    .filter((step) => !step.properties.has('psd') && demands(step, 'dst-port').some((ports) => !ports.startsWith('!')));
}

function ownTraps(ladder: Ladder, subject: Subject): Fault[] {
  return trapsOf(ladder, subject).flatMap((trap) => {
    // Who is on no list, or on that of the knock before, is caught by his own knock.
    const from = demands(trap, 'src-address-list');
    const stage = ladder.stages.find(
      ({ port, protocol, after }) =>
        port !== undefined &&
        demands(trap, 'dst-port').every((ports) => holdsPort(ports, port)) &&
        demands(trap, 'protocol').every((value) => value === protocol) &&
        from.every((list) => list === after),
    );
    if (stage === undefined) return [];
    return [
      {
        at: trap,
        level: 'error' as const,
        problem: `is a trap on port ${stage.port}, which is a knock (rule ${stage.rule.number})`,
        why: 'Who knocks as he should is taken for a scanner.',
        fix: 'Take the port out of the trap.',
      },
    ];
  });
}

function usualKnocks({ stages }: Ladder): Fault[] {
  const [first] = stages;
  const ports = stages.flatMap(({ port, protocol, data }) =>
    protocol === 'tcp' && data === undefined && port !== undefined ? [port] : [],
  );
  const usual = ports.filter(isUsualPort);
  if (first === undefined || usual.length === 0) return [];
  const all = usual.length === stages.length;
  return [
    {
      at: first.rule,
      ...(all ? {} : { level: 'note' as const }),
      problem: `of the knocks, ${usual.join(', ')} ${usual.length === 1 ? 'is' : 'are'} among the thousand ports that nmap asks without being told`,
      why: all
        ? 'Every ordinary scan comes by all of them, and silent ports are asked twice: it takes luck, and no knowledge, to open the door.'
        : 'Every ordinary scan climbs that far.',
      fix: 'Take ports that are not in nmap-services, above 10000.',
    },
  ];
}

function idleTraps(ladder: Ladder, subject: Subject): Fault[] {
  const guards = scanGuards(subject.firewall, ladder);
  const traps = trapsOf(ladder, subject);
  const [trap] = traps;
  // One that asks for a list watches the order of knocks.
  const watches = traps.some((one) => demands(one, 'src-address-list').length > 0);
  if (trap === undefined || watches || traps.length < guards.length) return [];
  const ports = traps.flatMap((one) => demands(one, 'dst-port').flatMap(namedPorts));
  const hasRange = traps.some((one) => demands(one, 'dst-port').some((text) => text.includes('-')));
  if (hasRange || ports.some(isUsualPort)) return [];
  return [
    {
      at: trap,
      level: 'note',
      problem: `is the only trap, and ${ports.join(', ')} ${ports.length === 1 ? 'is' : 'are'} not among the thousand ports that nmap asks without being told`,
      why: 'An ordinary scan passes it by, and is noticed by nothing.',
      fix: 'Set traps on ports that scanners ask early and nobody here serves (23, 3389, 5900, 8080), of which one lies among the knocks.',
    },
  ];
}
