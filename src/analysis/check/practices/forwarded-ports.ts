import type { Check, Fault, Subject } from '../finding.ts';
import { demands, type Step } from '../firewall.ts';
import { namedPorts } from '../ports.ts';

/** Practice 5: "dstnat (NAT) or forward (Filter)". */
export const forwardedPorts: Check = {
  id: 'forwarded-ports',
  practice: 5,
  level: 'warning',
  title: 'forwarded ports are behind the knock, too',
  finds: 'a forwarded port that is open without a knock; a chain `forward` that drops nothing from outside',
  source: 'MikroTik’s manual, “Packet flow”',
  find: (subject) => {
    if (subject.ladders.length === 0) return [];
    const { firewall } = subject;
    const translated = firewall.steps('ip', 'nat', 'dstnat').flatMap((step) => open(step, subject));
    return translated.length > 0 ? translated : throughTheRouter(subject);
  },
};

function open(step: Step, { stranger }: Subject): Fault[] {
  const isForSome = ['src-address-list', 'src-address'].some((name) => demands(step, name).length > 0);
  if (step.action !== 'dst-nat' || isForSome) return [];
  const protocol = demands(step, 'protocol')[0] === 'udp' ? 'udp' : 'tcp';
  const [from = 1] = demands(step, 'dst-port').flatMap(namedPorts);
  const [to = from] = namedPorts(step.properties.get('to-ports') ?? '');
  const fate = stranger.meets({ protocol, dstPort: to, state: 'new', translatedFrom: from }, 'forward', 'drops');
  if (fate.isDropped) return [];
  const by =
    fate.rule === undefined ? 'no rule of chain forward stops it' : `forward rule ${fate.rule.number} lets it in`;
  return [
    {
      at: step,
      problem: `forwards ${protocol} ${from} for everybody: ${by}`,
      why: 'Forwarded packets never come to chain input, so the knock guards the router and not what stands behind it.',
      fix: 'Ask for the list here (src-address-list=…), or accept it in chain forward from the list and drop the rest.',
    },
  ];
}

/** Between two networks every host can be asked without any translation. */
function throughTheRouter({ configuration, stranger }: Subject): Fault[] {
  const networks = new Set(configuration.items('/ip address').map(({ properties }) => properties.get('interface')));
  if (networks.size < 2) return [];
  const fate = stranger.meets({ protocol: 'tcp', dstPort: 22, state: 'new' }, 'forward', 'drops');
  if (fate.isDropped) return [];
  return [
    {
      ...(fate.rule === undefined ? {} : { at: fate.rule }),
      problem:
        fate.rule === undefined
          ? 'chain forward drops nothing that comes from outside'
          : 'lets strangers through to the hosts behind the router',
      why: 'Whoever sends packets for the inner network to the router (the provider, a neighbour on the same link) gets past the knock.',
      fix: 'End chain forward with a rule that drops what comes from outside: add action=drop chain=forward in-interface=…',
      witness: { kind: 'open', protocol: 'tcp', port: 22, family: 'ip', chain: 'forward' },
    },
  ];
}
