import type { Item } from '../configuration.ts';
import type { Check, Fault, Subject } from '../finding.ts';

/** IPv6 that is switched on beside an IPv4 firewall, and has none. */
export const ipv6Forgotten: Check = {
  id: 'ipv6-forgotten',
  level: 'error',
  title: 'IPv6 has a firewall, too',
  finds:
    'IPv6 addresses, or a prefix from the provider, and a chain `forward` of IPv6 that lets strangers in (the router’s own services: other-layers)',
  source: 'MikroTik’s manual, “IPv6 firewall”: rules and lists of its own; packet flow is the same',
  find: (subject) => {
    const { configuration, firewall, stranger } = subject;
    const isOff = configuration
      .items('/ipv6 settings')
      .some(({ properties }) => properties.get('disable-ipv6') === 'yes' || properties.get('forward') === 'no');
    const inner = innerOf(subject);
    // Who filters nothing in IPv4 either has not forgotten IPv6.
    const filters = firewall.rules('ip', 'filter').length > 0;
    if (isOff || inner === undefined || !filters) return [];
    const packet = { protocol: 'tcp', dstPort: 22, state: 'new', family: 'ipv6' } as const;
    const fate = stranger.meets(packet, 'forward', 'drops');
    if (fate.isDropped) return [];
    return [faultOf(inner, fate.rule?.number)];
  },
};

/** By which hosts behind the router get addresses. */
function innerOf({ configuration, outside }: Subject): (Item & { readonly menu: string }) | undefined {
  const isOn = ({ properties }: Item): boolean => properties.get('disabled') !== 'yes';
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
