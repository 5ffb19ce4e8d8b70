import type { Source } from '../../core/source.ts';

/** A network to build: who is on it, with which addresses, and who switches, hands out addresses and answers names. */
export interface Topology {
  readonly name: string;
  readonly description: string;
  /** The text it was read from: a running lab carries it along. */
  readonly source: Source;
  readonly networks: Readonly<Record<string, Network>>;
  readonly router: RouterNode;
  /** Every node but the router. */
  readonly hosts: Readonly<Record<string, HostNode>>;
}

export interface Network {
  readonly name: string;
  readonly subnet: string;
  readonly subnet6: string | undefined;
  /** The access point whose bridge joins the members. Without one: a cable between two, a switch of the lab for more. */
  readonly switch: string | undefined;
}

export interface Interface {
  readonly name: string;
  readonly network: string;
  readonly mac: string;
  /** The address, with length, that the lab sets; `dhcp`; undefined: none (all of the router's). */
  readonly address: string | undefined;
  readonly gateway: string | undefined;
  readonly address6: string | undefined;
  readonly gateway6: string | undefined;
  /** The address, without length, that DHCP or the router's configuration should give. */
  readonly expect: string | undefined;
}

interface RouterNode {
  readonly name: 'router';
  readonly kind: 'router';
  /** Ports that it has and that no network is on. */
  readonly unplugged: readonly string[];
  /** A configuration that it has before the one under test: what a part of a configuration takes for granted. */
  readonly before: string | undefined;
  readonly interfaces: Readonly<Record<string, Interface>>;
}

export type HostNode = PlainHost | Isp;

interface HostBase {
  readonly name: string;
  readonly interfaces: Readonly<Record<string, Interface>>;
  readonly nameservers: readonly string[];
  /** Gateway by destination. */
  readonly routes: Readonly<Record<string, string>>;
}

interface PlainHost extends HostBase {
  readonly kind: 'host' | 'access-point';
}

/** The world behind the router: hands out addresses, answers names and owns the addresses that it answers with. */
export interface Isp extends HostBase {
  readonly kind: 'isp';
  readonly dhcp: DhcpServer | undefined;
  /** Address by name. */
  readonly dns: Readonly<Record<string, string>>;
}

export interface DhcpServer {
  readonly from: string;
  readonly to: string;
  /** Fixed addresses by node. */
  readonly leases: Readonly<Record<string, string>>;
}

export type Node = RouterNode | HostNode;

/** All nodes, the router first. */
export function nodesOf(topology: Topology): readonly Node[] {
  return [topology.router, ...Object.values(topology.hosts)];
}

/** Node and interface of everyone on a network, in the topology's order. */
export function membersOf(topology: Topology, network: string): { node: Node; interface: Interface }[] {
  return nodesOf(topology).flatMap((node) =>
    Object.values(node.interfaces)
      .filter((member) => member.network === network)
      .map((member) => ({ node, interface: member })),
  );
}

/** An interface's address without its length: the one the lab sets, or the one that is to be expected. */
export function addressOf({ address, expect }: Interface): string | undefined {
  return address === undefined || address === 'dhcp' ? expect : address.split('/')[0];
}

/** The router's address for a node: the one on a network they share; for a node elsewhere, undefined. */
export function routerAddressFor(topology: Topology, nodeName: string): string | undefined {
  const shared = routerInterfaceFor(topology, nodeName);
  return shared === undefined ? undefined : addressOf(shared);
}

/** The router's interface in a network that it shares with a node. */
export function routerInterfaceFor(topology: Topology, nodeName: string): Interface | undefined {
  const networks = Object.values(topology.hosts[nodeName]?.interfaces ?? {}).map(({ network }) => network);
  return Object.values(topology.router.interfaces).find(({ network }) => networks.includes(network));
}
