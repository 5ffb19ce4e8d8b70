import type { Item } from '../configuration.ts';
import type { Check, Fault, Subject } from '../finding.ts';

/** IPv6 that is switched on beside an IPv4 firewall, and has none. */
export const ipv6Forgotten: Check = {
  id: 'ipv6-forgotten',
  level: 'error',
  title: 'IPv6 has a firewall, too',
  finds:
    'IPv6 addresses, or a prefix from the provider, and a chain `forward` of IPv6 that lets strangers in; an address from the provider, and such a chain `input` (addresses of one’s own: other-layers)',
  source: 'MikroTik’s manual, “IPv6 firewall”: rules and lists of its own; packet flow is the same',
  find: (subject) => {
    const { configuration, firewall } = subject;
    const isOff = configuration
      .items('/ipv6 settings')
      .some(({ properties }) => properties.get('disable-ipv6') === 'yes');
    // Who filters nothing in IPv4 either has not forgotten IPv6.
    if (isOff || firewall.rules('ip', 'filter').length === 0) return [];
    return [...behindRouter(subject), ...ofRouter(subject)];
  },
};

const asked = { protocol: 'tcp', dstPort: 22, state: 'new', family: 'ipv6' } as const;

function behindRouter(subject: Subject): Fault[] {
  const forwards = !subject.configuration
    .items('/ipv6 settings')
    .some(({ properties }) => properties.get('forward') === 'no');
  const inner = innerOf(subject);
  const fate = subject.stranger.meets(asked, 'forward', 'drops');
  return inner === undefined || !forwards || fate.isDropped ? [] : [faultOf(inner, fate.rule?.number)];
}

const isOn = ({ properties }: Item): boolean => properties.get('disabled') !== 'yes';

/** Addresses in the configuration are told by other-layers; here are those that the provider gives. */
function ofRouter({ configuration, stranger }: Subject): Fault[] {
  const client = configuration.items('/ipv6 dhcp-client').find(isOn);
  if (client === undefined || configuration.items('/ipv6 address').some(isOn)) return [];
  if (stranger.meets(asked, 'input', 'drops').isDropped) return [];
  return [
    {
      at: { ...client, menu: '/ipv6 dhcp-client' },
      problem: 'the provider gives the router IPv6, and nothing drops what strangers send to it',
      why: 'IPv6 has a firewall of its own: the services that IPv4 hides answer there.',
      fix: '/ipv6 firewall filter add action=drop chain=input in-interface-list=WAN (behind established, related, ICMPv6 and UDP 546), or /ipv6 settings set disable-ipv6=yes.',
    },
  ];
}

/** By which hosts behind the router get addresses. */
function innerOf({ configuration, outside }: Subject): (Item & { readonly menu: string }) | undefined {
  const address = configuration
    .items('/ipv6 address')
    .find((item) => isOn(item) && outside !== undefined && !outside.has(item.properties.get('interface') ?? ''));
  if (address !== undefined) return { ...address, menu: '/ipv6 address' };
  const client = configuration
    .items('/ipv6 dhcp-client')
    .find((item) => isOn(item) && (item.properties.get('request') ?? '').includes('prefix'));
  return client === undefined ? undefined : { ...client, menu: '/ipv6 dhcp-client' };
}

function faultOf(at: Item & { readonly menu: string }, number: number | undefined): Fault {
  return {
    at,
    problem: `the network behind the router has IPv6, and ${number === undefined ? 'nothing' : `not even /ipv6 firewall filter ${number}`} drops what strangers send to them`,
    why: 'There is no translation to hide them: every service of every host there is open to the world.',
    fix: '/ipv6 firewall filter add action=drop chain=forward connection-state=!established,related in-interface-list=WAN (behind ICMPv6), or /ipv6 settings set disable-ipv6=yes.',
    witness: { kind: 'open', protocol: 'tcp', port: 22, family: 'ipv6', chain: 'forward' },
  };
}
