import { bytesOfText } from '../../routeros/byte-text.ts';
import { RouterosError, trapCategories } from '../../routeros/routeros-error.ts';
import type { Props } from '../menu/menu-spec.ts';
import { protocolNumber } from '../menu/protocols.ts';

/** Names that the kernel knows a thing by. */
export interface KernelNames {
  /** Interface names of RouterOS may be longer than the kernel's 15 characters and hold blanks. */
  kernelInterface(name: string): string;
  /** The `list:set` of an address list's static and dynamic entries. */
  addressList(list: string): string;
  /** The bit of an interface list in an interface's group. */
  interfaceListBit(list: string): number;
}

type Matcher = (value: string, names: KernelNames, props: Props) => string[];

/** `!x` becomes `! <args of x>`, as iptables writes it. */
const inverted = (value: string, args: (plain: string) => string[]): string[] =>
  value.startsWith('!') ? ['!', ...args(value.slice(1))] : args(value);

const address =
  (side: 'src' | 'dst'): Matcher =>
  (value) => {
    const plain = value.replace(/^!/, '');
    const range = plain.includes('-');
    const option = range ? `--${side}-range` : side === 'src' ? '-s' : '-d';
    return [...(range ? ['-m', 'iprange'] : []), ...inverted(value, (given) => [option, given])];
  };

const addressList =
  (side: 'src' | 'dst'): Matcher =>
  (value, names) => ['-m', 'set', ...inverted(value, (list) => ['--match-set', names.addressList(list), side])];

/** The kernel's multiport has 15 slots, a range takes two; more are refused (firewall-facts 1.3). */
const ports =
  (option: string): Matcher =>
  (value) => {
    const plain = value.replace(/^!/, '');
    const slots = plain.split(',').reduce((sum, part) => sum + (part.includes('-') ? 2 : 1), 0);
    if (slots > 15) throw refused(`${plain}: more than 15 ports in one rule`);
    return ['-m', 'multiport', ...inverted(value, (list) => [option, list.replaceAll('-', ':')])];
  };

const interfaceName =
  (option: string): Matcher =>
  (value, names) =>
    inverted(value, (name) => [option, names.kernelInterface(name)]);

const interfaceList =
  (option: string): Matcher =>
  (value, names) => {
    const bit = (list: string): string => {
      const mask = `0x${(2 ** names.interfaceListBit(list)).toString(16)}`;
      return `${mask}/${mask}`;
    };
    return ['-m', 'devgroup', ...inverted(value, (list) => [option, bit(list)])];
  };

const natStates: Readonly<Record<string, string>> = { srcnat: 'SNAT', dstnat: 'DNAT' };

const tcpFlags: Matcher = (value) => {
  const flags = value.split(',').map((flag) => flag.toUpperCase());
  const mask = flags.map((flag) => flag.replace('!', ''));
  const set = flags.filter((flag) => !flag.startsWith('!'));
  return ['-m', 'tcp', '--tcp-flags', mask.join(','), set.length === 0 ? 'NONE' : set.join(',')];
};

const addressType =
  (option: string): Matcher =>
  (value) => ['-m', 'addrtype', ...inverted(value, (types) => [option, types.toUpperCase()])];

const icmpOptions: Matcher = (value) => [
  '-m',
  'icmp',
  ...inverted(value, (given) => {
    const [type = '', code] = given.split(':');
    const [from, to = from] = code?.split('-') ?? [];
    if (from !== to && code !== '0-255') throw refused(`icmp-options=${given}: a range of codes`);
    return ['--icmp-type', from === undefined || from !== to ? type : `${type}/${from}`];
  }),
];

/** Anything that iptables-restore could read in its own way is given in hexadecimal digits. */
const content: Matcher = (value) => [
  '-m',
  'string',
  '--algo',
  'bm',
  ...inverted(value, (text) =>
    /^[\w!#$%&'()*+,./:;<=>?@[\]^`{}~ ][\w!#$%&'()*+,./:;<=>?@[\]^`{}~ -]*$/.test(text)
      ? ['--string', text]
      : ['--hex-string', `|${Buffer.from(bytesOfText(text)).toString('hex')}|`],
  ),
];

const ttlModes: Readonly<Record<string, readonly string[]>> = {
  equal: ['--ttl-eq'],
  'not-equal': ['!', '--ttl-eq'],
  'less-than': ['--ttl-lt'],
  'greater-than': ['--ttl-gt'],
};

/** RouterOS descends from the same netfilter: each matcher is one of the kernel's (firewall-facts 1.7). */
const matchers: Readonly<Record<string, Matcher>> = {
  protocol: (value) => inverted(value, (name) => ['-p', protocolNumber(name)]),
  'src-address': address('src'),
  'dst-address': address('dst'),
  'src-address-list': addressList('src'),
  'dst-address-list': addressList('dst'),
  'in-interface': interfaceName('-i'),
  'out-interface': interfaceName('-o'),
  'in-interface-list': interfaceList('--src-group'),
  'out-interface-list': interfaceList('--dst-group'),
  'src-address-type': addressType('--src-type'),
  'dst-address-type': addressType('--dst-type'),
  'src-mac-address': (value) => ['-m', 'mac', ...inverted(value, (mac) => ['--mac-source', mac])],
  'src-port': ports('--sports'),
  'dst-port': ports('--dports'),
  port: ports('--ports'),
  'tcp-flags': tcpFlags,
  'icmp-options': icmpOptions,
  'connection-state': (value) => [
    '-m',
    'conntrack',
    ...inverted(value, (states) => ['--ctstate', states.toUpperCase()]),
  ],
  'connection-nat-state': (value) => [
    '-m',
    'conntrack',
    ...inverted(value, (states) => [
      '--ctstate',
      states
        .split(',')
        .map((state) => natStates[state] ?? state)
        .join(','),
    ]),
  ],
  'packet-size': (value) => ['-m', 'length', ...inverted(value, (size) => ['--length', size.replace('-', ':')])],
  ttl: (value) => {
    const [mode = '', hops = ''] = value.split(':');
    return ['-m', 'ttl', ...(ttlModes[mode] ?? []), hops];
  },
  content,
};

/** What the twin cannot enforce it refuses; a rule that is passed over silently would be a lie. */
export function refused(what: string): RouterosError {
  return new RouterosError(`failure: the twin does not enforce ${what}`, { category: trapCategories.general });
}

/** iptables' arguments for all matchers of a rule; protocol first, because port matchers need it. */
export function matcherArgs(props: Props, names: KernelNames): string[] {
  return Object.entries(matchers).flatMap(([name, matcher]) => {
    const value = props[name];
    return value === undefined || value === '' ? [] : matcher(value, names, props);
  });
}
