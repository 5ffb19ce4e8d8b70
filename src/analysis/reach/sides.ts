import type { Host } from '../../lab/host.ts';
import type { Lab } from '../../lab/lab.ts';
import { membersOf } from '../../lab/topology/topology.ts';
import type { Family } from '../../router/packet-trace.ts';
import type { Testbed } from '../../scenario/testbed.ts';
import { addressOfHost, addressOfRouter } from '../explain/addresses.ts';
import type { Naming } from './plan.ts';

/** Who sends to whom. */
export interface Side {
  /** The host that sends. */
  readonly from: string;
  /** Hosts of the same network that no rule tells from it. */
  readonly alsoFrom: readonly string[];
  readonly to: string;
  readonly family: Family;
  /** Of the two, in that family. */
  readonly source: string;
  readonly address: string;
}

/** Which hosts are asked; absent: all of a kind. */
export interface AskedHosts {
  readonly from?: readonly string[];
  /** Besides the router. */
  readonly to?: readonly string[];
}

/**
 * From a host of each network to the router and to a host of each other network; a host whose address a
 * configuration names stands for itself.
 */
export async function sidesOf(
  { lab, router }: Pick<Testbed, 'lab' | 'router'>,
  family: Family,
  rules: readonly Naming[],
  asked: AskedHosts = {},
): Promise<readonly Side[]> {
  const groups = Object.keys(lab.topology.networks).flatMap((network) => groupsOf(lab, family, network, rules));
  const senders = groups.map(({ network, hosts }) => ({
    network,
    hosts: hosts.filter((host) => isAsked(host, asked.from)),
  }));
  const sides = senders.map(async ({ network, hosts: [from, ...alsoFrom] }) => {
    if (from === undefined) return [];
    const source = addressOfHost(lab, from, family) ?? '';
    const others = endsBeyond(network, groups, asked.to);
    const own = await addressOfRouter(lab, router, from, family);
    // A router that has no IPv6 address there is no way to anywhere.
    if (own === undefined && family === 'ipv6') return [];
    const ends = [
      { to: lab.router.name, address: own },
      ...others.map((to) => ({ to, address: addressOfHost(lab, to, family) })),
    ];
    return ends.flatMap(({ to, address }) =>
      address === undefined ? [] : [{ from, alsoFrom, to, family, source, address }],
    );
  });
  return (await Promise.all(sides)).flat();
}

const isAsked = (host: string, asked: readonly string[] | undefined): boolean => asked?.includes(host) ?? true;

/** The first of each group of the other networks, or those of them that are asked for. */
function endsBeyond(network: string, groups: readonly Group[], asked: readonly string[] | undefined): string[] {
  const others = groups.filter((group) => group.network !== network);
  if (asked === undefined) return others.flatMap(({ hosts }) => hosts.slice(0, 1));
  return others.flatMap(({ hosts }) => hosts.filter((host) => asked.includes(host)));
}

/** `attacker, guest → router`, with `over IPv6` where it is that. */
export function sideText({ from, alsoFrom, to, family }: Pick<Side, 'from' | 'alsoFrom' | 'to' | 'family'>): string {
  return `${[from, ...alsoFrom].join(', ')} → ${to}${family === 'ipv6' ? ' over IPv6' : ''}`;
}

interface Group {
  readonly network: string;
  readonly hosts: readonly string[];
}

function groupsOf(lab: Lab, family: Family, network: string, rules: readonly Naming[]): Group[] {
  const address = (name: string): string | undefined => addressOfHost(lab, name, family);
  const names = membersOf(lab.topology, network)
    .map(({ node }) => node.name)
    .filter((name) => name !== lab.router.name && address(name) !== undefined);
  const named = names.filter((name) => isNamed({ address: address(name), mac: lab.host(name).mac }, rules));
  const others = names.filter((name) => !named.includes(name));
  const ownGroups = named.map((name) => ({ network, hosts: [name] }));
  return others.length === 0 ? ownGroups : [{ network, hosts: others }, ...ownGroups];
}

/** By its address or its MAC address, in a rule or in a list. */
function isNamed({ address, mac }: Pick<Host, 'address' | 'mac'>, rules: readonly Naming[]): boolean {
  const own = [address, `${address}/32`, `${address}/128`, mac?.toLowerCase()];
  return rules.some(({ properties }) =>
    [...properties.values()].some((value) => own.includes(value.replace(/^!/, '').toLowerCase())),
  );
}
