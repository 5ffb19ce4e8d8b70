import { KnocklabError } from '../../../core/errors.ts';
import type { Lab, LabHost } from '../../lab.ts';
import {
  addressOf,
  type DhcpServer,
  type Interface,
  type Isp,
  nodesOf,
  type Topology,
} from '../../topology/topology.ts';
import { nodeDirectory } from './holder-script.ts';

/** The log of an ISP's dnsmasq, below the lab's directory. */
export function ispLog(name: string): string {
  return `hosts/${name}/dnsmasq.log`;
}

/** Starts the services of all ISPs of a lab. */
export async function startIsps(lab: Lab): Promise<void> {
  const isps = Object.values(lab.topology.hosts).filter((node) => node.kind === 'isp');
  await Promise.all(isps.map((isp) => startIsp(lab.topology, isp, lab.host(isp.name))));
}

/** Starts the DHCP and DNS service of an ISP. dnsmasq goes into the background when it listens, so it is ready then. */
async function startIsp(topology: Topology, isp: Isp, host: LabHost): Promise<void> {
  const result = await host.exec(dnsmasqCommand(topology, isp));
  if (result.exitCode === 0) return;
  throw new KnocklabError('lab/isp', `The DHCP and DNS server of "${isp.name}" does not start.`, {
    evidence: result.stderr.trimEnd(),
  });
}

export function dnsmasqCommand(topology: Topology, { name, interfaces, dns, dhcp }: Isp): string[] {
  const directory = nodeDirectory(name);
  const [uplink] = Object.values(interfaces);
  return [
    'dnsmasq',
    '--conf-file=/dev/null',
    // The sandbox maps one user only: there is nobody else to become, and even setgroups is denied. Empty: stay.
    '--user=',
    '--group=',
    `--pid-file=${directory}/dnsmasq.pid`,
    `--log-facility=${directory}/dnsmasq.log`,
    '--no-hosts',
    '--no-resolv',
    '--bind-interfaces',
    // A name that the topology does not have does not exist, rather than being refused.
    '--address=/#/',
    ...Object.entries(dns).map(([host, address]) => `--host-record=${host},${address}`),
    ...(dhcp === undefined || uplink === undefined ? [] : dhcpOptions(topology, dhcp, uplink, directory)),
  ];
}

function dhcpOptions(
  topology: Topology,
  { from, to, leases }: DhcpServer,
  uplink: Interface,
  directory: string,
): string[] {
  const own = addressOf(uplink) ?? '';
  const clients = nodesOf(topology).flatMap((node) =>
    Object.values(node.interfaces)
      .filter(({ network }) => network === uplink.network && leases[node.name] !== undefined)
      .map(({ mac }) => `--dhcp-host=${mac},${leases[node.name]}`),
  );
  return [
    `--dhcp-range=${from},${to},1h`,
    `--dhcp-option=option:router,${own}`,
    `--dhcp-option=option:dns-server,${own}`,
    `--dhcp-leasefile=${directory}/dnsmasq.leases`,
    '--dhcp-authoritative',
    '--log-dhcp',
    // Without this it pings an address for three seconds before it offers it.
    '--no-ping',
    ...clients,
  ];
}
