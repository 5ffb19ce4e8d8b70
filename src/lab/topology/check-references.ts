import { didYouMean } from '../../core/did-you-mean.ts';
import { isIPv4, prefixLength, reservedAddresses, subnetHolds, subnetsOverlap } from './subnet.ts';
import { addressOf, type HostNode, type Interface, type Isp, type Node, nodesOf, type Topology } from './topology.ts';
import type { TopologyFile } from './topology-schema.ts';
import type { Path, YamlFile } from './yaml-file.ts';

/** Complains of everything that each part may say but all of them together may not. */
export function checkReferences(topology: Topology, content: TopologyFile, file: YamlFile): void {
  const check = new ReferenceCheck(topology, content, file);
  check.networks();
  check.hosts();
  for (const node of nodesOf(topology)) check.interfaces(node);
  check.duplicates();
}

class ReferenceCheck {
  readonly #topology: Topology;
  readonly #content: TopologyFile;
  readonly #file: YamlFile;

  constructor(topology: Topology, content: TopologyFile, file: YamlFile) {
    this.#topology = topology;
    this.#content = content;
    this.#file = file;
  }

  networks(): void {
    const networks = Object.values(this.#topology.networks);
    for (const [index, network] of networks.entries()) {
      const other = networks.slice(0, index).find(({ subnet }) => subnetsOverlap(subnet, network.subnet));
      if (other !== undefined) {
        const text = `${network.subnet} overlaps with ${other.subnet} of network "${other.name}".`;
        this.#file.complain(['networks', network.name, 'subnet'], text);
      }
      if (network.switch !== undefined) this.#switch(network.name, network.switch);
    }
  }

  #switch(network: string, name: string): void {
    const { hosts } = this.#topology;
    const path = ['networks', network, 'switch'];
    const owner = hosts[name];
    if (owner === undefined) {
      this.#file.complain(path, `There is no host "${name}".${didYouMean(name, Object.keys(hosts))}`);
    } else if (owner.kind !== 'access-point') {
      this.#file.complain(path, `Host "${name}" is of kind ${owner.kind}; only an access-point switches a network.`);
    } else if (!Object.values(owner.interfaces).some((own) => own.network === network)) {
      this.#file.complain(path, `Host "${name}" is not on network "${network}".`);
    }
  }

  hosts(): void {
    for (const host of Object.values(this.#topology.hosts)) {
      const path = ['hosts', host.name];
      if (host.name === 'router') this.#file.complain(path, 'The name "router" belongs to the router.', 'key');
      if (Object.keys(host.interfaces).length === 0) {
        this.#file.complain(path, `Host "${host.name}" is on no network: give it "network" or "interfaces".`, 'key');
      }
      if (host.kind === 'isp') this.#dhcp(host);
      else this.#onlyIsp(host);
    }
  }

  #onlyIsp({ name, kind }: HostNode): void {
    for (const service of ['dhcp', 'dns'] as const) {
      if (this.#content.hosts[name]?.[service] === undefined) continue;
      const text = `Only a host of kind isp has "${service}"; "${name}" is of kind ${kind}.`;
      this.#file.complain(['hosts', name, service], text, 'key');
    }
  }

  #dhcp({ name, dhcp, interfaces }: Isp): void {
    if (dhcp === undefined) return;
    const path = ['hosts', name, 'dhcp'];
    const network = Object.values(interfaces)[0]?.network ?? '';
    for (const address of [dhcp.from, dhcp.to]) this.#inSubnet([...path, 'range'], address, network);
    for (const [node, address] of Object.entries(dhcp.leases)) {
      this.#lease([...path, 'leases', node], node, network);
      this.#inSubnet([...path, 'leases', node], address, network);
    }
  }

  #lease(path: Path, name: string, network: string): void {
    const nodes = nodesOf(this.#topology);
    const node = nodes.find((candidate) => candidate.name === name);
    const suggestion = didYouMean(
      name,
      nodes.map((candidate) => candidate.name),
    );
    if (node === undefined) this.#file.complain(path, `There is no node "${name}".${suggestion}`, 'key');
    else if (!Object.values(node.interfaces).some((own) => own.network === network)) {
      this.#file.complain(path, `"${name}" is not on network "${network}".`, 'key');
    }
  }

  interfaces(node: Node): void {
    for (const own of Object.values(node.interfaces)) {
      const path = this.pathOf(node, own);
      const networks = Object.keys(this.#topology.networks);
      if (!networks.includes(own.network)) {
        const text = `There is no network "${own.network}".${didYouMean(own.network, networks)}`;
        this.#file.complain([...path, 'network'], text);
        continue;
      }
      this.#address(path, own);
      if (node.kind !== 'router') this.#expectation(path, own);
    }
  }

  #address(path: Path, { network, address, gateway, address6, gateway6, expect }: Interface): void {
    const subnet6 = this.#topology.networks[network]?.subnet6;
    if (address !== undefined && address !== 'dhcp') this.#inSubnet([...path, 'address'], address, network);
    if (gateway !== undefined) this.#inSubnet([...path, 'gateway'], gateway, network);
    if (expect !== undefined) this.#inSubnet([...path, 'expect'], expect, network);
    if (address6 === undefined) return;
    if (subnet6 === undefined) {
      this.#file.complain([...path, 'address6'], `Network "${network}" has no "subnet6".`);
      return;
    }
    this.#inSubnet([...path, 'address6'], address6, network);
    if (gateway6 !== undefined && !gateway6.startsWith('fe80:'))
      this.#inSubnet([...path, 'gateway6'], gateway6, network);
  }

  #expectation(path: Path, { address, expect, gateway }: Interface): void {
    if (address === 'dhcp' && gateway !== undefined) {
      this.#file.complain([...path, 'gateway'], 'The gateway comes by DHCP, as the address does.', 'key');
    }
    if (address !== 'dhcp' && expect !== undefined) {
      this.#file.complain([...path, 'expect'], '"expect" is for an address that comes by DHCP.', 'key');
    }
  }

  #inSubnet(path: Path, address: string, networkName: string): void {
    const network = this.#topology.networks[networkName];
    if (network === undefined) return;
    const [bare = ''] = address.split('/');
    const subnet = isIPv4(bare) ? network.subnet : (network.subnet6 ?? '');
    if (!subnetHolds(subnet, bare)) {
      this.#file.complain(path, `${bare} is outside of ${subnet}, the subnet of network "${networkName}".`);
    } else if (isIPv4(bare) && reservedAddresses(subnet).includes(bare)) {
      this.#file.complain(path, `${bare} is the network's or the broadcast address of ${subnet}.`);
    } else if (address.includes('/') && prefixLength(address) !== prefixLength(subnet)) {
      this.#file.complain(path, `The length of ${address} is not that of ${subnet}.`);
    }
  }

  duplicates(): void {
    const owners = new Map<string, string>();
    for (const node of nodesOf(this.#topology)) {
      for (const own of Object.values(node.interfaces)) {
        const path = this.pathOf(node, own);
        const claims = [
          [own.mac, 'mac'],
          [addressOf(own), own.expect === undefined ? 'address' : 'expect'],
          [own.address6?.split('/')[0], 'address6'],
        ] as const;
        for (const [value, property] of claims) this.#claim(owners, value, node.name, [...path, property]);
      }
    }
  }

  #claim(owners: Map<string, string>, value: string | undefined, node: string, path: Path): void {
    if (value === undefined) return;
    const owner = owners.get(value);
    if (owner !== undefined) this.#file.complain(path, `${value} belongs to "${owner}" already.`);
    owners.set(value, owner ?? node);
  }

  /** Where an interface stands in the file: `network:` directly on a host is short for one. */
  pathOf(node: Node, { name }: Interface): Path {
    if (node.kind === 'router') return ['router', 'interfaces', name];
    const inMap = this.#content.hosts[node.name]?.interfaces?.[name] !== undefined;
    return inMap ? ['hosts', node.name, 'interfaces', name] : ['hosts', node.name];
  }
}
