import { didYouMean } from '../../core/did-you-mean.ts';
import { KnocklabError } from '../../core/errors.ts';
import type { Lab, LabHost } from '../lab.ts';
import { nodesOf, type Topology } from '../topology/topology.ts';
import { EnteredHost, type NodePlace } from './entered-host.ts';
import { leaseAddresses, readLeases } from './netns/dhcp-leases.ts';
import { insideDirectory } from './netns/holder-script.ts';

/** What a fabric knows of a lab that it has built. */
interface LabParts {
  readonly name: string;
  readonly topology: Topology;
  /** The lab's files as seen from here. */
  readonly directory: string;
  readonly placeOf: (node: string) => NodePlace;
  /** Takes everything of it away. */
  readonly end: () => Promise<void>;
}

/** A lab whose hosts are namespaces of this machine. */
export class EnteredLab implements Lab {
  readonly name: string;
  readonly topology: Topology;
  readonly directory: string;
  readonly insideDirectory = insideDirectory;
  readonly hosts: ReadonlyMap<string, LabHost>;
  readonly router: LabHost;
  readonly #nodes: ReadonlyMap<string, EnteredHost>;
  readonly #end: () => Promise<void>;

  constructor({ name, topology, directory, placeOf, end }: LabParts) {
    this.name = name;
    this.topology = topology;
    this.directory = directory;
    this.#end = end;
    this.#nodes = new Map(nodesOf(topology).map((node) => [node.name, new EnteredHost(node, placeOf(node.name))]));
    this.hosts = this.#nodes;
    this.router = this.host(topology.router.name);
  }

  host(name: string): LabHost {
    const host = this.hosts.get(name);
    if (host !== undefined) return host;
    const known = [...this.hosts.keys()];
    const message = `There is no host "${name}" in topology "${this.topology.name}".${didYouMean(name, known)}`;
    throw new KnocklabError('input/unknown-host', message, { remedy: `Its hosts are ${known.join(', ')}.` });
  }

  async leaseAddresses(): Promise<void> {
    await leaseAddresses(this.topology, this.#nodes, this.directory);
  }

  /** Learns what leases another process has got for the hosts. */
  restoreLeases(): void {
    readLeases(this.topology, this.#nodes, this.directory);
  }

  async down(): Promise<void> {
    await this.#end();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.down();
  }
}
