import type { Host } from '../../lab/host.ts';
import type { Lab } from '../../lab/lab.ts';
import { membersOf, routerAddressFor } from '../../lab/topology/topology.ts';
import type { Item } from '../check/configuration.ts';

/** Who sends to whom. */
export interface Side {
  /** The host that sends. */
  readonly from: string;
  /** Hosts of the same network that no rule tells from it. */
  readonly alsoFrom: readonly string[];
  readonly to: string;
  readonly address: string;
}

/**
 * From a host of each network to the router and to a host of each other network; a host whose address a
 * configuration names stands for itself.
 */
export function sidesOf(lab: Lab, rules: readonly Item[]): readonly Side[] {
  const groups = Object.keys(lab.topology.networks).flatMap((network) => groupsOf(lab, network, rules));
  return groups.flatMap(({ network, hosts: [from = '', ...alsoFrom] }) => {
    const router = routerAddressFor(lab.topology, from);
    const toRouter = router === undefined ? [] : [{ from, alsoFrom, to: lab.router.name, address: router }];
    const others = groups.filter((group) => group.network !== network);
    return [
      ...toRouter,
      ...others.flatMap(({ hosts: [to = ''] }) => {
        const { address } = lab.host(to);
        return address === undefined ? [] : [{ from, alsoFrom, to, address }];
      }),
    ];
  });
}

interface Group {
  readonly network: string;
  readonly hosts: readonly string[];
}

function groupsOf(lab: Lab, network: string, rules: readonly Item[]): Group[] {
  const names = membersOf(lab.topology, network)
    .map(({ node }) => node.name)
    .filter((name) => name !== lab.router.name && lab.host(name).address !== undefined);
  const named = names.filter((name) => isNamed(lab.host(name), rules));
  const others = names.filter((name) => !named.includes(name));
  const ownGroups = named.map((name) => ({ network, hosts: [name] }));
  return others.length === 0 ? ownGroups : [{ network, hosts: others }, ...ownGroups];
}

/** By its address or its MAC address, in a rule or in a list. */
function isNamed({ address, mac }: Pick<Host, 'address' | 'mac'>, rules: readonly Item[]): boolean {
  const own = [address, address === undefined ? undefined : `${address}/32`, mac?.toLowerCase()];
  return rules.some(({ properties }) =>
    [...properties.values()].some((value) => own.includes(value.replace(/^!/, '').toLowerCase())),
  );
}
