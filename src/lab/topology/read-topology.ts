import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { didYouMean } from '../../core/did-you-mean.ts';
import { KnocklabError } from '../../core/errors.ts';
import type { Source } from '../../core/source.ts';
import { checkReferences } from './check-references.ts';
import { deriveMacAddress } from './mac-address.ts';
import { prefixLength } from './subnet.ts';
import type { HostNode, Interface, Network, Topology } from './topology.ts';
import { type AttachmentFile, type HostFile, type TopologyFile, topologySchema } from './topology-schema.ts';
import { YamlFile } from './yaml-file.ts';

/** Reads a topology file; every fault in it is a {@link KnocklabError} `input/topology`, all of them at once. */
export async function readTopology(file: string): Promise<Topology> {
  return parseTopology({ name: file, text: await readFile(file, 'utf8').catch((error) => unreadable(file, error)) });
}

/** The topology of a text; nothing is built. */
export function parseTopology(source: Source): Topology {
  const file = new YamlFile(source, 'input/topology');
  const content = file.parse(topologySchema);
  const topology = buildTopology(source, content);
  checkReferences(topology, content, file);
  file.throwIfWrong();
  return topology;
}

// The topologies that come with knocklab, for projects that have none of that name.
const ownDirectory = join(import.meta.dirname, '../../../lab/topologies');

/** The file of a topology: a path, or the name of one in `directory` or of one that comes with knocklab. */
export async function findTopology(nameOrPath: string, directory: string = 'lab/topologies'): Promise<string> {
  const inDirectories = [directory, ownDirectory].flatMap((folder) => [
    join(folder, `${nameOrPath}.yaml`),
    join(folder, nameOrPath),
  ]);
  const found = [nameOrPath, ...inDirectories].find((file) => /\.ya?ml$/.test(file) && existsSync(file));
  return found ?? unknownTopology(nameOrPath, directory);
}

async function unknownTopology(name: string, directory: string): Promise<never> {
  const folders = await Promise.all([directory, ownDirectory].map((folder) => readdir(folder).catch(() => [])));
  const files = new Set(folders.flat().filter((file) => /\.ya?ml$/.test(file)));
  const known = [...files].map((file) => file.replace(/\.ya?ml$/, '')).toSorted();
  const message = `There is no topology "${name}"; known are ${known.join(', ')}.${didYouMean(name, known)}`;
  throw new KnocklabError('input/topology', message, {
    remedy: 'Give one of these names, or the path of a .yaml file.',
  });
}

function unreadable(file: string, cause: unknown): never {
  throw new KnocklabError('input/topology', `Can't read the topology file "${file}".`, { cause });
}

function buildTopology(source: Source, { name, description, networks, router, hosts }: TopologyFile): Topology {
  return {
    name,
    description,
    source,
    networks: mapValues(
      networks,
      (network, key): Network => ({ subnet6: undefined, switch: undefined, ...network, name: key }),
    ),
    router: {
      name: 'router',
      kind: 'router',
      unplugged: router.unplugged,
      before: router.before,
      interfaces: mapValues(router.interfaces, (file, key) => buildInterface('router', key, file, networks)),
    },
    hosts: mapValues(hosts, (host, key) => buildHost(key, host, networks)),
  };
}

function buildHost(name: string, file: HostFile, networks: TopologyFile['networks']): HostNode {
  const { kind, nameservers, routes, dhcp, dns = {} } = file;
  const interfaces = mapValues(attachmentsOf(file), (entry, key) => buildInterface(name, key, entry, networks));
  const base = { name, interfaces, nameservers, routes };
  if (kind !== 'isp') return { ...base, kind };
  const [from = '', to = ''] = dhcp?.range.split('-') ?? [];
  return { ...base, kind, dns, dhcp: dhcp === undefined ? undefined : { from, to, leases: dhcp.leases } };
}

/** `network:` on the host itself is short for one interface named eth0; an access point's is its bridge. */
function attachmentsOf({ interfaces = {}, network, kind, ...rest }: HostFile): NonNullable<HostFile['interfaces']> {
  if (network === undefined) return interfaces;
  const { address, gateway, address6, gateway6, expect, mac } = rest;
  const own = { network, address, gateway, address6, gateway6, expect, mac };
  return { [kind === 'access-point' ? 'br0' : 'eth0']: own, ...interfaces };
}

function buildInterface(
  node: string,
  name: string,
  file: AttachmentFile & { network: string },
  networks: TopologyFile['networks'],
): Interface {
  const network = networks[file.network];
  return {
    name,
    network: file.network,
    mac: (file.mac ?? deriveMacAddress(node, name)).toLowerCase(),
    address: withLength(file.address, network?.subnet),
    gateway: file.gateway,
    address6: withLength(file.address6, network?.subnet6),
    gateway6: file.gateway6,
    expect: file.expect,
  };
}

/** An address without a length has its network's. */
function withLength(address: string | undefined, subnet: string | undefined): string | undefined {
  if (address === undefined || address === 'dhcp' || address.includes('/') || subnet === undefined) return address;
  return `${address}/${prefixLength(subnet)}`;
}

function mapValues<From, To>(
  record: Readonly<Record<string, From>>,
  map: (value: From, key: string) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value, key)]));
}
