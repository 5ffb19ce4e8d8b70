import type { Item } from '../configuration.ts';
import type { Check, Fault, Subject } from '../finding.ts';

/** Services beside those of `/ip service` that strangers reach. */
export const exposed: Check = {
  id: 'exposed',
  level: 'error',
  title: 'names, SNMP and proxies are not for the world',
  finds: 'a name server, SNMP, web or SOCKS proxy, or SMB share that is switched on and that strangers reach',
  source:
    'MikroTik’s manual, “DNS” (allow-remote-requests), “SNMP”, “HTTP proxy”, “SOCKS”, “SMB”; “Services” for the ports',
  find: (subject) => (isWhole(subject) ? listeners.flatMap((listener) => open(listener, subject)) : []),
};

/** A part of a configuration that says nothing of packets is no firewall that lets them in. */
function isWhole({ configuration, firewall }: Subject): boolean {
  return firewall.rules('ip', 'filter').length > 0 || configuration.items('/ip address').length > 0;
}

interface Listener {
  readonly menu: string;
  readonly name: string;
  readonly protocol: 'tcp' | 'udp';
  readonly port: (item: Item) => number;
  readonly isOn: (item: Item, subject: Subject) => boolean;
  readonly why: string;
}

const enabled = ({ properties }: Item): boolean => properties.get('enabled') === 'yes';

const portOf =
  (usual: number) =>
  ({ properties }: Item): number =>
    Number(/^\d+/.exec(properties.get('port') ?? '')?.[0] ?? usual);

const listeners: readonly Listener[] = [
  {
    menu: '/ip dns',
    name: 'the name server',
    protocol: 'udp',
    port: () => 53,
    isOn: ({ properties }) => properties.get('allow-remote-requests') === 'yes',
    why: 'An open resolver answers forged questions with much longer answers: it is used to attack others, and it fills the link.',
  },
  {
    menu: '/snmp',
    name: 'SNMP',
    protocol: 'udp',
    port: () => 161,
    isOn: (item, subject) => enabled(item) && hasOpenCommunity(subject),
    why: 'The community “public” is the first that is tried; it tells interfaces, addresses and neighbours.',
  },
  {
    menu: '/ip proxy',
    name: 'the web proxy',
    protocol: 'tcp',
    port: portOf(8080),
    isOn: enabled,
    why: 'The world surfs, and attacks, with the router’s address.',
  },
  {
    menu: '/ip socks',
    name: 'the SOCKS proxy',
    protocol: 'tcp',
    port: portOf(1080),
    isOn: enabled,
    why: 'It leads strangers to the inside and to others: it is what is switched on in routers that were broken into.',
  },
  {
    menu: '/ip smb',
    name: 'the SMB share',
    protocol: 'tcp',
    port: () => 445,
    isOn: enabled,
    why: 'Files of the router are offered to everybody who asks.',
  },
];

/** Its addresses are everybody’s where none is given. */
function hasOpenCommunity({ configuration }: Subject): boolean {
  const communities = configuration
    .items('/snmp community')
    .filter(({ properties }) => properties.get('disabled') !== 'yes');
  const isOpen = ({ properties }: Item): boolean =>
    ['', '0.0.0.0/0', '::/0'].includes(properties.get('addresses') ?? '');
  return communities.length === 0 || communities.some(isOpen);
}

function open({ menu, name, protocol, port, isOn, why }: Listener, subject: Subject): Fault[] {
  const item = subject.configuration.items(menu).find((one) => isOn(one, subject));
  if (item === undefined) return [];
  const dstPort = port(item);
  const fate = subject.stranger.meets({ protocol, dstPort, state: 'new' }, 'input', 'drops');
  if (fate.isDropped) return [];
  const by = fate.rule === undefined ? 'no rule of chain input drops it' : `filter rule ${fate.rule.number} lets it in`;
  return [
    {
      at: { ...item, menu },
      problem: `${name} answers strangers on ${protocol} ${dstPort}: ${by}`,
      why,
      fix: `Drop what comes from outside at the end of chain input, or accept ${protocol} ${dstPort} from the LAN only.`,
      witness: { kind: 'open', protocol, port: dstPort, family: 'ip', chain: 'input' },
    },
  ];
}
