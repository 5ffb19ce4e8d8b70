import { didYouMean } from '../../../core/did-you-mean.ts';
import { KnocklabError } from '../../../core/errors.ts';
import type { Lab, LabHost } from '../../lab.ts';
import { nodesOf, type Topology } from '../../topology/topology.ts';
import { leaseAddresses, readLeases } from './dhcp-leases.ts';
import { endHolder } from './end-holder.ts';
import { outsideDirectory } from './enter-sandbox.ts';
import type { Holder } from './holder.ts';
import { insideDirectory } from './holder-script.ts';
import { NetnsHost } from './netns-host.ts';

/** A lab in a sandbox of Linux namespaces. */
export class NetnsLab implements Lab {
  readonly name: string;
  readonly topology: Topology;
  readonly directory: string;
  readonly insideDirectory = insideDirectory;
  readonly hosts: ReadonlyMap<string, LabHost>;
  readonly router: LabHost;
  readonly #nodes: ReadonlyMap<string, NetnsHost>;
  readonly #holder: Holder;

  constructor(name: string, topology: Topology, holder: Holder) {
    this.name = name;
    this.topology = topology;
    this.directory = outsideDirectory(holder);
    this.#holder = holder;
    this.#nodes = new Map(nodesOf(topology).map((node) => [node.name, new NetnsHost(node, name, holder)]));
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
    await endHolder(this.#holder);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.down();
  }
}
