import type { Check, Fault, Subject } from '../finding.ts';
import { demands, isDrop, type Step } from '../firewall.ts';

/** Packets that belong to no connection and begin none. */
export const invalidPackets: Check = {
  id: 'invalid-packets',
  level: 'note',
  title: 'invalid packets are dropped where addresses are translated',
  finds:
    'translation of sources (masquerade, src-nat) and a chain `forward` that passes on packets with connection-state=invalid',
  source:
    'MikroTik’s manual, “Building Your First Firewall” (drop invalid); Linux, nf_nat_core.c: what has no connection is not translated',
  find: (subject) => leaking(subject),
};

function leaking({ firewall }: Subject): Fault[] {
  const translating = firewall
    .steps('ip', 'nat', 'srcnat')
    .find(({ action }) => action === 'masquerade' || action === 'src-nat');
  const forward = firewall.steps('ip', 'filter', 'forward');
  if (translating === undefined || forward.length === 0 || forward.some(takesInvalid)) return [];
  return [
    {
      at: translating,
      problem: `translates connections, and chain forward lets packets through that belong to none (connection-state=invalid)`,
      why: 'What belongs to no connection is not translated: such packets leave the router with the private address of their sender.',
      fix: 'add action=drop chain=forward connection-state=invalid, behind established and related.',
    },
  ];
}

function takesInvalid(step: Step): boolean {
  if (!isDrop(step)) return false;
  const states = demands(step, 'connection-state');
  const takes = states.every((value) =>
    value.startsWith('!') ? !value.slice(1).split(',').includes('invalid') : value.split(',').includes('invalid'),
  );
  // Where a drop asks for more, it is meant for others.
  const isWide = [
    'src-address-list',
    'dst-address-list',
    'protocol',
    'dst-port',
    'connection-nat-state',
    'src-address',
    'dst-address',
  ].every((name) => demands(step, name).every((value) => value.startsWith('!')));
  return takes && isWide;
}
