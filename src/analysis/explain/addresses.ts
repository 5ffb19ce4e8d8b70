import type { Lab } from '../../lab/lab.ts';
import { routerAddressFor, routerInterfaceFor } from '../../lab/topology/topology.ts';
import type { Family } from '../../router/packet-trace.ts';
import type { Router } from '../../router/router.ts';

/** The address that a host sends from; undefined while it has none of that family. */
export function addressOfHost(lab: Lab, name: string, family: Family): string | undefined {
  if (family === 'ip') return lab.host(name).address;
  const interfaces = Object.values(lab.topology.hosts[name]?.interfaces ?? {});
  return interfaces.find(({ address6 }) => address6 !== undefined)?.address6?.split('/')[0];
}

/** Where a host meets the router: its address in their common network. Of IPv6 it is the one that its configuration gave it there. */
export async function addressOfRouter(
  lab: Lab,
  router: Router,
  host: string,
  family: Family,
): Promise<string | undefined> {
  if (family === 'ip') return routerAddressFor(lab.topology, host);
  const shared = routerInterfaceFor(lab.topology, host)?.name;
  const rows = shared === undefined ? [] : await router.print('/ipv6/address', { query: { interface: shared } });
  const own = rows.map(({ address = '' }) => address.split('/')[0] ?? '');
  return own.find((address) => !/^fe[89ab]/i.test(address));
}
