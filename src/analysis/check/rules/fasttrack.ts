import type { Configuration } from '../configuration.ts';
import type { Check, Fault, Subject } from '../finding.ts';
import { demands, type Step } from '../firewall.ts';

/** Connections that are taken past what was to look at them. */
export const fasttrack: Check = {
  id: 'fasttrack',
  level: 'warning',
  title: 'what looks at connections sees them',
  finds:
    'rules that look into data, queues, or marks for queues, beside a `fasttrack-connection` for everybody; a rule that looks into TCP data behind the accept of established connections',
  source:
    'MikroTik’s manual, “Connection tracking”, FastTrack: packets bypass firewall, simple queues and queue trees with parent=global',
  find: (subject) => [...bypassed(subject), ...behindEstablished(subject)],
};

/** They answer by what a connection has carried, and that comes in its later packets. */
const ofData: readonly string[] = ['content', 'layer7-protocol', 'tls-host', 'connection-bytes', 'connection-rate'];

/** Of these a packet without data has nothing; a rate of none it has. */
const ofPayload: ReadonlySet<string> = new Set(['content', 'layer7-protocol', 'tls-host']);

const looksIntoData = (step: Step): string | undefined =>
  ofData.find((name) => (step.properties.get(name) ?? '') !== '');

function bypassed({ configuration, firewall }: Subject): Fault[] {
  const rule = firewall
    .steps('ip', 'filter', 'forward')
    .find((step) => step.action === 'fasttrack-connection' && isForAll(step));
  if (rule === undefined) return [];
  const seen = [
    ...firewall.steps('ip', 'filter', 'forward'),
    ...['prerouting', 'forward', 'postrouting'].flatMap((chain) => firewall.steps('ip', 'mangle', chain)),
  ];
  const blind = seen.flatMap((step): Fault[] => {
    const name = looksIntoData(step);
    // A ban that it leads to still works: what is listed is asked for with each new connection.
    if (name === undefined || step.properties.get('protocol') === 'icmp') return [];
    return [
      {
        at: step,
        problem: `looks at ${name}, which comes in packets that rule ${rule.number} (fasttrack) takes past it`,
        why: 'All but the first packets of a TCP or UDP connection go by without being looked at: most of what it is for is never seen.',
        fix: `Let rule ${rule.number} ask for connections that are not to be looked at: mark the others and give it connection-mark=no-mark.`,
      },
    ];
  });
  return [...blind, ...queues(rule, configuration)];
}

const narrowing: readonly string[] = [
  'connection-mark',
  'packet-mark',
  'routing-mark',
  'src-address',
  'dst-address',
  'src-address-list',
  'dst-address-list',
  'in-interface',
  'in-interface-list',
  'out-interface',
  'out-interface-list',
  'protocol',
  'dst-port',
];

const isForAll = (step: Step): boolean => !narrowing.some((name) => demands(step, name).length > 0);

function queues(rule: Step, configuration: Configuration): Fault[] {
  const passedBy = [
    ...configuration.items('/queue simple').map((item) => ({ ...item, menu: '/queue simple' })),
    ...configuration
      .items('/queue tree')
      .filter(({ properties }) => properties.get('parent') === 'global')
      .map((item) => ({ ...item, menu: '/queue tree' })),
  ].filter(({ properties }) => properties.get('disabled') !== 'yes');
  const [first] = passedBy;
  if (first === undefined) return [];
  const more = passedBy.length === 1 ? '' : ` and ${passedBy.length - 1} more`;
  return [
    {
      at: first,
      problem: `queue ${first.properties.get('name') ?? ''}${more} sees nothing of what rule ${rule.number} (fasttrack) takes past it`,
      why: 'Simple queues, and trees with parent=global, are bypassed: the limit holds for the first packets only.',
      fix: `Let rule ${rule.number} leave out what is to be limited (connection-mark=no-mark), or take it out.`,
    },
  ];
}

/** A TCP connection carries nothing before it is established. */
function behindEstablished({ firewall }: Subject): Fault[] {
  return (['input', 'forward'] as const).flatMap((chain) => {
    const steps = firewall.steps('ip', 'filter', chain);
    return steps.flatMap((step, at): Fault[] => {
      const name = looksIntoData(step);
      if (name === undefined || !ofPayload.has(name)) return [];
      const accepting = steps.slice(0, at).find((one) => acceptsEstablished(one, step));
      if (demands(step, 'protocol')[0] !== 'tcp' || accepting === undefined) return [];
      return [
        {
          at: step,
          level: 'error',
          problem: `looks at ${name} of TCP, behind rule ${accepting.number}, which accepts established connections`,
          why: 'TCP carries data only when the connection is established, and then no packet comes this far: the rule never matches.',
          fix: `Move it before rule ${accepting.number}, or take UDP, whose first packet carries data.`,
        },
      ];
    });
  });
}

function acceptsEstablished(step: Step, later: Step): boolean {
  if (step.action !== 'accept' || step.through.length > 0) return false;
  if (!(step.properties.get('connection-state') ?? '').split(',').includes('established')) return false;
  return narrowing.every((name) => demands(step, name).every((value) => demands(later, name).includes(value)));
}
