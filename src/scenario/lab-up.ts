import type { Lab } from '../lab/lab.ts';
import { addressOf, nodesOf } from '../lab/topology/topology.ts';
import type { EventOf, NodeRow } from '../trace/events.ts';

/** The networks and nodes of a lab, as the trace keeps them. */
export function labUpBody({ topology, hosts }: Lab): Pick<EventOf<'lab-up'>, 'networks' | 'nodes'> {
  return {
    networks: Object.values(topology.networks).map(({ name, subnet }) => ({ name, subnet })),
    nodes: nodesOf(topology).map(
      ({ name, kind, interfaces }): NodeRow => ({
        name,
        kind,
        endpoints: Object.values(interfaces).map((own) => {
          const leased = own.address === 'dhcp' ? hosts.get(name)?.address : undefined;
          const address = leased ?? addressOf(own);
          return {
            interface: own.name,
            network: own.network,
            mac: own.mac,
            ...(address === undefined ? {} : { address }),
          };
        }),
      }),
    ),
  };
}
