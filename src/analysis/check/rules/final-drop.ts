import type { Check, Fault, Subject } from '../finding.ts';

/** Chains that drop what they know, and let in what they do not. */
export const finalDrop: Check = {
  id: 'final-drop',
  level: 'warning',
  title: 'what no rule knows is dropped',
  finds:
    'a chain `input` that drops the services by name and accepts the rest; a chain `forward` that lets strangers in, where no knock is asked for',
  source: 'MikroTik’s manual, “Filter”: what no rule takes is accepted; “Building Your First Firewall”',
  find: (subject) => [...ofInput(subject), ...ofForward(subject)],
};

/** A port that no rule names, by all likelihood. */
const unnamed = 40_404;

function ofInput({ configuration, firewall, stranger }: Subject): Fault[] {
  const rules = firewall.chain('ip', 'filter', 'input');
  const services = configuration.items('/ip service').filter(({ properties }) => properties.get('disabled') !== 'yes');
  // Services that strangers reach are told by other-layers.
  const isTold = services.some(({ properties }) => {
    const dstPort = Number(properties.get('port'));
    return !stranger.meets({ protocol: 'tcp', dstPort, state: 'new' }, 'input', 'drops').isDropped;
  });
  const last = rules.at(-1);
  if (isTold || last === undefined) return [];
  const protocols = (['tcp', 'udp'] as const).filter((protocol) => {
    const fate = stranger.meets({ protocol, dstPort: unnamed, state: 'new' }, 'input', 'drops');
    return !fate.isDropped && fate.rule === undefined;
  });
  if (protocols.length === 0) return [];
  return [
    {
      at: last,
      problem: `is the last of chain input, and no rule drops ${protocols.join(' and ')} from outside to ports that no rule names`,
      why: 'Whatever is switched on next (a proxy, a VPN, SNMP) is open to the world from the first moment.',
      fix: 'End the chain with: add action=drop chain=input (or with in-interface-list=!LAN), behind what is to be let in.',
      witness: { kind: 'open', protocol: protocols[0] ?? 'tcp', port: unnamed, family: 'ip', chain: 'input' },
    },
  ];
}

function ofForward({ configuration, firewall, ladders, outside, stranger }: Subject): Fault[] {
  // With a knock it is practice 5 that says so.
  const networks = new Set(configuration.items('/ip address').map(({ properties }) => properties.get('interface')));
  if (ladders.length > 0 || networks.size < 2 || outside === undefined) return [];
  const fate = stranger.meets({ protocol: 'tcp', dstPort: unnamed, state: 'new' }, 'forward', 'drops');
  if (fate.isDropped) return [];
  const last = firewall.chain('ip', 'filter', 'forward').at(-1);
  const at = fate.rule ?? last;
  return [
    {
      ...(at === undefined ? {} : { at }),
      problem:
        fate.rule === undefined
          ? `${last === undefined ? 'chain forward has no rules' : 'is the last of chain forward'}, and nothing drops what comes from outside (${[...outside].join(', ')})`
          : 'lets strangers through to the hosts behind the router',
      why: 'Translation hides addresses, and keeps nobody out: a neighbour on the link to the provider sends packets for the inner network to the router, and it passes them on.',
      fix: 'add action=drop chain=forward connection-state=new connection-nat-state=!dstnat in-interface-list=WAN',
      witness: { kind: 'open', protocol: 'tcp', port: unnamed, family: 'ip', chain: 'forward' },
    },
  ];
}
