import { addressRange, ipText } from '../../../routeros/address.ts';
import type { Step } from '../firewall.ts';
import { askedBy } from '../matching/relation.ts';

/** A first packet that has what a rule asks for, as far as a rule can ask. */
export interface WitnessPacket {
  readonly protocol: 'tcp' | 'udp' | 'icmp';
  readonly port?: number;
  /** Undefined: that of whoever sends it. */
  readonly source?: string;
  /** On which its sender must be. */
  readonly lists: readonly string[];
  /** In the rule's own words; undefined: any. */
  readonly inInterface?: string;
  readonly inInterfaceList?: string;
}

/** What a packet of ours can be given; a string says what it cannot. */
export function packetFor(step: Step): WitnessPacket | string {
  const asked = askedBy(step);
  const strange = [...asked.keys()].find((name) => !known.has(name));
  if (strange !== undefined) return `it asks for ${strange}`;
  const all = (name: string): readonly string[] => asked.get(name) ?? [];
  const states = all('connection-state');
  if (!states.every((value) => value.startsWith('!') !== value.replace('!', '').split(',').includes('new')))
    return `it asks for connection-state=${states.join(' and ')}`;
  const protocol = all('protocol').find((value) => !value.startsWith('!')) ?? other(all('protocol'));
  if (protocol !== 'tcp' && protocol !== 'udp' && protocol !== 'icmp') return `it asks for protocol=${protocol}`;
  const source = all('src-address').find((value) => !value.startsWith('!'));
  const [inInterface, inInterfaceList] = ['in-interface', 'in-interface-list'].map((name) => all(name)[0]);
  return {
    protocol,
    ...(protocol === 'icmp' ? {} : { port: portOf([...all('dst-port'), ...all('port')]) }),
    ...(source === undefined ? {} : { source: firstOf(source) }),
    lists: all('src-address-list').filter((value) => !value.startsWith('!')),
    ...(inInterface === undefined ? {} : { inInterface }),
    ...(inInterfaceList === undefined ? {} : { inInterfaceList }),
  };
}

const known: ReadonlySet<string> = new Set([
  'connection-state',
  'dst-port',
  'in-interface',
  'in-interface-list',
  'port',
  'protocol',
  'src-address',
  'src-address-list',
]);

const other = (excluded: readonly string[]): string =>
  ['tcp', 'udp'].find((protocol) => !excluded.includes(`!${protocol}`)) ?? 'icmp';

/** A port that no rule names, by all likelihood. */
const unnamed = 40_404;

function portOf(values: readonly string[]): number {
  const named = values.find((value) => !value.startsWith('!'));
  return named === undefined ? unnamed : Number(/\d+/.exec(named)?.[0] ?? unnamed);
}

/** `10.0.0.0/8` → 10.0.0.1: the address of the network itself is nobody's. */
function firstOf(range: string): string {
  const [from = ''] = range.split('-');
  const { first, last } = addressRange(from);
  return ipText(last > first ? first + 1n : first);
}
