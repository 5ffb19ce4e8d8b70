import {
  addressOf,
  type Interface,
  type Isp,
  membersOf,
  type Network,
  type Node,
  nodesOf,
  type Topology,
} from '../../topology/topology.ts';

/** What to feed to `ip -batch`, and which kernel settings to write, to make a topology real. */
export interface Wiring {
  /** In a namespace that is no host's: cables, and the switches that are no host's. */
  readonly links: readonly string[];
  readonly nodes: readonly NodeWiring[];
}

export interface NodeWiring {
  readonly name: string;
  readonly nameservers: readonly string[];
  /** Value by file of /proc/sys/net. */
  readonly settings: Readonly<Record<string, string>>;
  readonly commands: readonly string[];
}

/** What `ip … netns` takes for a node: the name of a namespace, or the number of a process in it. */
type NamespaceOf = (node: string) => string;

/** Works out all links of a topology. Pure: nothing is built yet. */
export function planWiring(topology: Topology, namespaceOf: NamespaceOf = (node) => node): Wiring {
  const plan = new LinkPlan(topology, namespaceOf);
  const links = Object.values(topology.networks).flatMap((network) => plan.linksOf(network));
  return {
    links,
    nodes: nodesOf(topology).map((node) => planNode(topology, node, plan.portsOf(node.name))),
  };
}

// A switch of the lab forwards at once and has no business with multicast: without spanning tree and snooping, the first
// packet of a test is delivered as the thousandth is.
const bridgeType = 'type bridge stp_state 0 forward_delay 0 mcast_snooping 0';

interface Member {
  readonly node: Node;
  readonly interface: Interface;
}

class LinkPlan {
  readonly #topology: Topology;
  readonly #namespaceOf: NamespaceOf;
  readonly #ports = new Map<string, string[]>();
  #lastIndex = 1;

  constructor(topology: Topology, namespaceOf: NamespaceOf) {
    this.#topology = topology;
    this.#namespaceOf = namespaceOf;
  }

  linksOf(network: Network): string[] {
    const members = membersOf(this.#topology, network.name);
    const [first, second] = members;
    const owner = members.find(({ node }) => node.name === network.switch);
    if (owner !== undefined)
      return this.#accessPoint(
        owner,
        members.filter((member) => member !== owner),
      );
    if (first !== undefined && second !== undefined && members.length === 2) return [this.#cable(first, second)];
    return this.#switch(`sw-${network.name}`, members);
  }

  /** What an access point does to have its cables' ends in its bridge. */
  portsOf(node: string): readonly string[] {
    return this.#ports.get(node) ?? [];
  }

  #cable(left: Member, right: Member): string {
    return `link add ${this.#end(left)} type veth peer name ${this.#end(right)}`;
  }

  #accessPoint(owner: Member, others: readonly Member[]): string[] {
    const { node, interface: bridge } = owner;
    const links = [`link add ${this.#end(owner)} ${bridgeType}`];
    const commands = [...this.portsOf(node.name)];
    for (const other of others) {
      const port = `port${commands.length / 2 + 1}`;
      links.push(
        `link add ${port} ${this.#index()} netns ${this.#namespaceOf(node.name)} type veth peer name ${this.#end(other)}`,
      );
      commands.push(`link set ${port} master ${bridge.name}`, `link set ${port} up`);
    }
    this.#ports.set(node.name, commands);
    return links;
  }

  /** A switch that is no node of the topology is a bridge in the sandbox's own namespace. */
  #switch(name: string, members: readonly Member[]): string[] {
    const cables = members.flatMap((member) => {
      const index = this.#index();
      const port = `port${this.#lastIndex}`;
      const end = this.#end(member);
      return [`link add ${port} ${index} master ${name} type veth peer name ${end}`, `link set ${port} up`];
    });
    return [`link add ${name} ${this.#index()} ${bridgeType}`, `link set ${name} up`, ...cables];
  }

  #end({ node, interface: { name, mac } }: Member): string {
    return `${name} ${this.#index()} address ${mac} netns ${this.#namespaceOf(node.name)}`;
  }

  /**
   * An interface number that occurs once in the lab. Left to itself the kernel often gives both ends of a cable the same
   * one, and then takes it for no link that could be urgent: the carrier is up to one second late (linkwatch_urgent_event).
   */
  #index(): string {
    this.#lastIndex += 1;
    return `index ${this.#lastIndex}`;
  }
}

function planNode(topology: Topology, node: Node, ports: readonly string[]): NodeWiring {
  const interfaces = Object.values(node.interfaces);
  return {
    name: node.name,
    nameservers: node.kind === 'router' ? [] : node.nameservers,
    settings: settingsOf(topology, node),
    commands: [
      'link set lo up',
      ...(node.kind === 'isp' ? worldAddresses(topology, node).map((address) => `addr add ${address}/32 dev lo`) : []),
      ...ports,
      ...interfaces.flatMap(addressesOf),
      ...interfaces.map(({ name }) => `link set ${name} up`),
      ...interfaces.flatMap(gatewaysOf),
      ...(node.kind === 'router' ? [] : Object.entries(node.routes).map(([to, via]) => `route add ${to} via ${via}`)),
    ],
  };
}

/** The addresses that an ISP's names lead to and that no node of the lab has: the ISP itself answers there. */
function worldAddresses(topology: Topology, { dns }: Isp): string[] {
  const taken = nodesOf(topology).flatMap((node) => Object.values(node.interfaces).map(addressOf));
  return [...new Set(Object.values(dns))].filter((address) => !taken.includes(address));
}

function addressesOf({ name, address, address6 }: Interface): string[] {
  const ipv4 = address === undefined || address === 'dhcp' ? [] : [`addr add ${address} brd + dev ${name}`];
  return address6 === undefined ? ipv4 : [...ipv4, `addr add ${address6} dev ${name} nodad`];
}

function gatewaysOf({ name, gateway, gateway6 }: Interface): string[] {
  const ipv4 = gateway === undefined ? [] : [`route add default via ${gateway} dev ${name}`];
  return gateway6 === undefined ? ipv4 : [...ipv4, `route add default via ${gateway6} dev ${name}`];
}

/**
 * A new namespace takes its IPv4 settings from the machine, where Docker may have switched forwarding and a distribution
 * the reverse-path filter on. IPv6 is silent (no solicitations, no duplicate detection) unless the topology has it.
 */
function settingsOf(topology: Topology, { kind, interfaces }: Node): Record<string, string> {
  const names = ['all', 'default', ...Object.keys(interfaces)];
  const hasIPv6 = Object.values(kind === 'router' ? topology.networks : interfaces).some(
    (part) => ('subnet6' in part ? part.subnet6 : part.address6) !== undefined,
  );
  const ipv6 = hasIPv6
    ? names.flatMap((name) => ['accept_dad', 'accept_ra', 'autoconf'].map((key) => [`ipv6/conf/${name}/${key}`, '0']))
    : [
        ['ipv6/conf/all/disable_ipv6', '1'],
        ['ipv6/conf/default/disable_ipv6', '1'],
      ];
  return Object.fromEntries([
    // RouterOS forwards from the start (/ip settings ip-forward=yes).
    ['ipv4/ip_forward', kind === 'router' || kind === 'isp' ? '1' : '0'],
    ...names.map((name) => [`ipv4/conf/${name}/rp_filter`, '0']),
    ...ipv6,
  ]);
}
