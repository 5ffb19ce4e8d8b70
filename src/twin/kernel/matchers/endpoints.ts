import { protocolNumber } from '../../menu/protocols.ts';
import { anyOf, inverted, type Matcher, plainOf } from './matching.ts';

// Where a packet comes from and goes to: addresses, lists, interfaces, ports.

export const address =
  (side: 'src' | 'dst'): Matcher =>
  (value) => {
    const isRange = plainOf(value).includes('-');
    const option = isRange ? `--${side}-range` : side === 'src' ? '-s' : '-d';
    return [...(isRange ? ['-m', 'iprange'] : []), ...inverted(value, (given) => [option, given])];
  };

export const addressList =
  (side: 'src' | 'dst'): Matcher =>
  (value, context) => ['-m', 'set', ...inverted(value, (list) => ['--match-set', context.addressList(list), side])];

export const addressType =
  (option: string): Matcher =>
  (value) => ['-m', 'addrtype', ...inverted(value, (types) => [option, types.toUpperCase()])];

/** Interfaces that are no device of their own: `all-ppp`. The lab's are all Ethernet or bridges. */
const interfaceGroups: Readonly<Record<string, boolean>> = {
  'all-ethernet': true,
  'all-ppp': false,
  'all-vlan': false,
};

/** No packet comes in by no interface, or goes out by none. */
export const noInterface = (option: '-i' | '-o'): string[] => ['!', option, '+'];

export const interfaceName =
  (option: '-i' | '-o'): Matcher =>
  (value, context) => {
    const isThere = interfaceGroups[plainOf(value)];
    if (isThere === undefined) return inverted(value, (name) => [option, context.kernelInterface(name)]);
    // `-i +` is every interface; a group without members matches nothing.
    const matches = isThere !== value.startsWith('!');
    return matches ? [option, '+'] : noInterface(option);
  };

export const interfaceList =
  (option: '--src-group' | '--dst-group'): Matcher =>
  (value, context) => {
    const bit = (list: string): string => {
      const mask = `0x${(2 ** context.interfaceListBit(list)).toString(16)}`;
      return `${mask}/${mask}`;
    };
    return ['-m', 'devgroup', ...inverted(value, (list) => [option, bit(list)])];
  };

/** The kernel knows ports of a bridge only where its packets pass iptables (`use-ip-firewall`). */
export const bridgePort =
  (option: '--physdev-in' | '--physdev-out'): Matcher =>
  (value, context) => ['-m', 'physdev', ...inverted(value, (port) => [option, context.kernelInterface(port)])];

export const bridgePortList =
  (option: '--physdev-in' | '--physdev-out'): Matcher =>
  (value, context) =>
    anyOf(
      value,
      context
        .interfaceListMembers(plainOf(value))
        .map((port) => ['-m', 'physdev', option, context.kernelInterface(port)]),
    );

export const sourceMac: Matcher = (value) => ['-m', 'mac', ...inverted(value, (mac) => ['--mac-source', mac])];

/** What one multiport match of the kernel holds; a range takes two (firewall-facts 1.3). */
const portSlots = 15;

export const ports =
  (option: '--sports' | '--dports' | '--ports'): Matcher =>
  (value, _, { protocol = '' }) => {
    const groups = portGroups(plainOf(value)).map((group) => group.join(',').replaceAll('-', ':'));
    const match = (group: string): string[] => ['-m', 'multiport', option, group];
    const [only = ''] = groups;
    if (groups.length === 1) return ['-m', 'multiport', ...inverted(value, () => [option, only])];
    if (value.startsWith('!')) return groups.flatMap((group) => ['-m', 'multiport', '!', option, group]);
    // Port matches need the protocol in their own line.
    const number = ['-p', protocolNumber(protocol)];
    return anyOf(
      value,
      groups.map((group) => [...number, ...match(group)]),
    );
  };

function portGroups(list: string): string[][] {
  const groups: string[][] = [[]];
  let slots = 0;
  for (const part of list.split(',')) {
    const needs = part.includes('-') ? 2 : 1;
    if (slots + needs > portSlots) {
      groups.push([]);
      slots = 0;
    }
    groups.at(-1)?.push(part);
    slots += needs;
  }
  return groups;
}
