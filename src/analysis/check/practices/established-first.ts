import type { Check, Fault, Subject } from '../finding.ts';
import { isDrop, type Rule } from '../firewall.ts';

const chains = ['input', 'forward'] as const;
type Chain = (typeof chains)[number];

/** Practice 1: "Accept connections of type established (and related)". */
export const establishedFirst: Check = {
  id: 'established-first',
  practice: 1,
  level: 'warning',
  title: 'established and related connections are accepted first',
  finds:
    'packets of established or related connections that are dropped, or accepted only behind rules that can take them',
  source: 'MikroTik’s manual, “Building Your First Firewall”',
  find: (subject) => chains.flatMap((chain) => lost(subject, chain) ?? late(subject, chain)),
};

/** Answers that arrive at ports which nobody guards. */
const answers = [
  { protocol: 'tcp', dstPort: 49152, state: 'established' },
  { protocol: 'udp', dstPort: 49152, state: 'established' },
  { protocol: 'tcp', dstPort: 49152, state: 'related' },
] as const;

function lost({ stranger }: Subject, chain: Chain): Fault[] | undefined {
  for (const packet of answers) {
    const { isDropped, rule } = stranger.meets(packet, chain, 'lets pass');
    if (!isDropped || rule === undefined) continue;
    return [
      {
        at: rule,
        problem: `drops packets of ${packet.state} connections, too: no rule of chain ${chain} has accepted them before`,
        why: whyLost[packet.state][chain],
        fix: `Begin the chain with: add action=accept chain=${chain} connection-state=established,related`,
      },
    ];
  }
  return undefined;
}

const whyLost = {
  established: {
    input:
      'The router gets no answers to what it asks itself (names, time, updates), and whoever is logged in is cut off when his entry ends.',
    forward: 'Hosts behind the router get no answers, and connections stop when the entry that let them in ends.',
  },
  related: {
    input: 'ICMP errors that belong to open connections are lost, so that large packets vanish where a link is narrow.',
    forward: 'ICMP errors and the data connections of FTP and the like are lost.',
  },
} as const;

function late({ firewall }: Subject, chain: Chain): Fault[] {
  const rules = firewall.chain('ip', 'filter', chain);
  const accepting = rules.findIndex(acceptsEstablished);
  const before = rules.slice(0, Math.max(0, accepting)).find(takesEstablished);
  const rule = rules[accepting];
  if (rule === undefined || before === undefined) return [];
  return [
    {
      at: rule,
      problem: `accepts established connections only behind rule ${before.number} (${before.action})`,
      why: `Every packet of an open connection meets the rules before it: it costs time, and rule ${before.number} can end what has been let in.`,
      fix: `Move it before rule ${before.number}, or ask for connection-state=new there.`,
    },
  ];
}

function acceptsEstablished({ action, properties }: Rule): boolean {
  const states = properties.get('connection-state') ?? '';
  return action === 'accept' && states.split(',').includes('established');
}

/** Knocks with data or by ping are packets of established connections themselves, so they must be looked for before. */
const early: readonly string[] = ['content', 'layer7-protocol', 'psd', 'src-mac-address'];

function takesEstablished(rule: Rule): boolean {
  const { action, properties } = rule;
  if (!isDrop(rule) && action !== 'add-src-to-address-list') return false;
  const states = properties.get('connection-state');
  const isForOthers = states?.split(',').every((state) => ['new', 'invalid', 'untracked'].includes(state));
  return !isForOthers && properties.get('protocol') !== 'icmp' && !early.some((name) => properties.has(name));
}
