import { readFileSync, writeFileSync } from 'node:fs';
import { KnocklabError } from '../../../core/errors.ts';
import type { CommandResult } from '../../../process/command.ts';
import { type Interface, membersOf, type Topology } from '../../topology/topology.ts';
import type { EnteredHost } from '../entered-host.ts';
import { insideDirectory, nodeDirectory } from './holder-script.ts';
import { ispLog } from './isp.ts';

interface Client {
  readonly host: EnteredHost;
  readonly interface: Interface;
}

// What udhcpc has learnt stands in the environment of its script (busybox: networking/udhcp/dhcpc.c).
export const leaseScript = `#!/bin/sh
[ "$1" = bound ] || exit 0
ip -4 addr flush dev "$interface" scope global
ip addr add "$ip/$mask" brd + dev "$interface"
for gateway in $router; do ip route replace default via "$gateway" dev "$interface"; break; done
for server in $dns; do echo "nameserver $server"; done > /etc/resolv.conf
echo "$ip" > "$LEASE_FILE"
`;

/** Gets the addresses of all DHCP clients at once and compares them with the topology's expectation. */
export async function leaseAddresses(
  topology: Topology,
  nodes: ReadonlyMap<string, EnteredHost>,
  directory: string,
): Promise<void> {
  writeFileSync(`${directory}/lease-script`, leaseScript, { mode: 0o755 });
  const outcomes = await Promise.all(
    clientsOf(topology, nodes).map(async (client) => ({ client, ...(await lease(client)) })),
  );
  readLeases(topology, nodes, directory);
  const faults = outcomes.flatMap(({ client, result }) => faultOf(client, result, directory));
  if (faults.length === 0) return;
  const networks = new Set(outcomes.map(({ client }) => client.interface.network));
  throw new KnocklabError('lab/no-lease', faults.join('\n'), {
    remedy:
      'Look at the DHCP server of that network: its pool, its fixed leases (by MAC address), and whether it runs.',
    evidence: [...networks].map((network) => serverLog(topology, network, directory)).join('\n'),
  });
}

/** Tells the hosts the addresses that they have been given, by us or by another process. */
export function readLeases(topology: Topology, nodes: ReadonlyMap<string, EnteredHost>, directory: string): void {
  for (const client of clientsOf(topology, nodes)) {
    const address = readLease(client, directory);
    if (address !== undefined) client.host.setLease(client.interface.name, address);
  }
}

function clientsOf(topology: Topology, nodes: ReadonlyMap<string, EnteredHost>): Client[] {
  return Object.values(topology.hosts).flatMap((node) => {
    const host = nodes.get(node.name);
    const interfaces = Object.values(node.interfaces).filter(({ address }) => address === 'dhcp');
    return host === undefined ? [] : interfaces.map((own) => ({ host, interface: own }));
  });
}

// udhcpc knows whole seconds only. A server of the lab answers at once or, when it has just started, the second time.
const udhcpc = ['busybox', 'udhcpc', '-f', '-n', '-q', '-t', '3', '-T', '1', '-s', `${insideDirectory}/lease-script`];

async function lease({ host, interface: own }: Client): Promise<{ result: CommandResult }> {
  const env = { LEASE_FILE: leaseFile(host.name, own.name, insideDirectory) };
  return { result: await host.exec([...udhcpc, '-i', own.name], { env, timeoutMs: 10_000 }) };
}

function faultOf({ host, interface: own }: Client, result: CommandResult, directory: string): string[] {
  const where = `${host.name} (${own.name}, ${own.mac}, network "${own.network}")`;
  const address = result.exitCode === 0 ? readLease({ host, interface: own }, directory) : undefined;
  if (address === undefined) return [`${where} got no lease.`];
  if (own.expect === undefined || own.expect === address) return [];
  return [`${where} got ${address} by DHCP, not ${own.expect}.`];
}

function leaseFile(host: string, interfaceName: string, directory: string): string {
  return `${nodeDirectory(host).replace(insideDirectory, directory)}/${interfaceName}.lease`;
}

function readLease({ host, interface: own }: Client, directory: string): string | undefined {
  return readText(leaseFile(host.name, own.name, directory))?.trim();
}

/** The end of what the network's DHCP server has written: an ISP's, otherwise the router's. */
function serverLog(topology: Topology, network: string, directory: string): string {
  const isp = membersOf(topology, network).find(({ node }) => node.kind === 'isp' && node.dhcp !== undefined);
  const file = isp === undefined ? 'router.log' : ispLog(isp.node.name);
  const text = readText(`${directory}/${file}`)?.trimEnd().split('\n').slice(-15).join('\n');
  return `${network}, ${isp?.node.name ?? 'router'}: ${text ?? 'no log'}`;
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
