import type { Check, Fault, Subject } from '../finding.ts';
import { demands, type Step } from '../firewall.ts';

/** Practice 6: "/ip/firewall/raw, with some limits". */
export const rawLimits: Check = {
  id: 'raw-limits',
  practice: 6,
  level: 'warning',
  title: 'rules in raw ask for nothing that raw cannot know',
  finds:
    'rules in raw that ask for connections, count any TCP packet, or take packets that are not for the router; `notrack` without `untracked`',
  source: 'MikroTik’s manual, “Packet flow”',
  find: (subject) => [
    ...subject.firewall.steps('ip', 'raw', 'prerouting').flatMap((step) => {
      return tracked(step) ?? [otherPackets(step), otherTargets(step)].filter((fault) => fault !== undefined);
    }),
    ...untracked(subject),
  ],
};

/** Connection tracking comes after raw (MikroTik's manual, "Packet flow"; the menu of raw lacks them all). */
const ofConnections: readonly string[] = [
  'connection-state',
  'connection-nat-state',
  'connection-mark',
  'connection-type',
  'connection-bytes',
  'connection-limit',
  'connection-rate',
  'layer7-protocol',
];

function tracked(step: Step): Fault | undefined {
  const name = ofConnections.find((one) => demands(step, one).length > 0);
  if (name === undefined) return undefined;
  return {
    at: step,
    problem: `asks for ${name}, which there is not in raw`,
    why: 'Raw comes before connection tracking. RouterOS refuses the rule, and an import stops at it.',
    fix:
      name === 'connection-state' ? 'Ask for tcp-flags=syn,!ack instead, or use filter.' : 'Move the rule to filter.',
  };
}

const isKnock = ({ action }: Step): boolean => action === 'add-src-to-address-list';

function otherPackets(step: Step): Fault | undefined {
  if (!isKnock(step) || demands(step, 'protocol')[0] !== 'tcp' || demands(step, 'tcp-flags').length > 0)
    return undefined;
  return {
    at: step,
    problem: 'counts every TCP packet to this port as a knock',
    why: 'Raw knows no new connections: answers, ACK and FIN scans and repeated packets count as well.',
    fix: 'Add tcp-flags=syn,!ack.',
    edit: { name: 'tcp-flags', value: 'syn,!ack' },
  };
}

function otherTargets(step: Step): Fault | undefined {
  const isForRouter = ['dst-address', 'dst-address-list', 'dst-address-type'].some(
    (name) => demands(step, name).length > 0,
  );
  const isDropOfAll = step.action === 'drop' && demands(step, 'dst-port').length > 0;
  if (isForRouter || !(isKnock(step) || isDropOfAll)) return undefined;
  return {
    at: step,
    problem: `${isKnock(step) ? 'counts' : 'drops'} packets to every address, not only to the router's`,
    why: 'Raw comes before routing: connections of hosts behind the router that happen to use this port are taken as well.',
    fix: 'Add dst-address-type=local.',
    // A drop that asks for more lets more through.
    ...(isKnock(step) ? { edit: { name: 'dst-address-type', value: 'local' } } : {}),
  };
}

/** notrack makes what follows untracked: no established connection is ever seen of it. */
function untracked({ firewall }: Subject): Fault[] {
  const rule = firewall.steps('ip', 'raw', 'prerouting').find(({ action }) => action === 'notrack');
  if (rule === undefined) return [];
  const accepts = firewall.chain('ip', 'filter', 'input').some(({ action, properties }) => {
    return action === 'accept' && (properties.get('connection-state') ?? '').split(',').includes('untracked');
  });
  if (accepts) return [];
  return [
    {
      at: rule,
      problem: 'takes packets out of connection tracking, and filter does not accept untracked ones',
      why: 'They are neither new nor established, so rules that ask for connection-state miss them.',
      fix: 'Add untracked to the connection states that chain input accepts first.',
    },
  ];
}
