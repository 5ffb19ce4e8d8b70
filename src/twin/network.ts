import { addressContains } from './address-contains.ts';
import { InterfaceLists } from './interface-lists.ts';
import type { Lease } from './kernel/dhcp-client.ts';
import type { WantedLinks } from './kernel/links.ts';
import type { WantedNeighbour } from './kernel/route-steps.ts';
import type { Item, Props } from './menu/menu-spec.ts';
import { isEnabled } from './menu/menu-spec.ts';
import type { MenuTree } from './menu/menu-tree.ts';
import type { InterfaceAddress } from './network/addresses.ts';
import { connectedNetwork, fixedAddresses, nthPrefix } from './network/addresses.ts';
import type { VlanCable } from './network/link-plan.ts';
import { LinkPlan } from './network/link-plan.ts';
import type { ConnectedNetwork, LeasedRoute, RouteFacts, RouteState } from './network/routes.ts';
import { kernelRoutes, routeStates } from './network/routes.ts';
import { RoutingPolicy } from './network/routing-policy.ts';
import type { RosVersion } from './version.ts';
import { isAtLeast } from './version.ts';

export interface InterfaceLease {
  readonly interface: string;
  readonly lease: Lease;
}

/** What the network hangs on besides the menus. */
export interface NetworkSources {
  readonly version: RosVersion;
  readonly leases: () => readonly InterfaceLease[];
  readonly failed: (gateway: string, check: string) => boolean;
  readonly routingMarks: () => ReadonlyMap<string, number>;
}

/** What the menus and the leases say about interfaces, addresses, routes and name servers. Reads, changes nothing. */
export class Network {
  readonly interfaceLists: InterfaceLists;
  readonly policy: RoutingPolicy;
  /** VLANs that the lab brings on cables of their own. */
  vlanCables: readonly VlanCable[] = [];
  /** Ports without a cable, by their names from the factory. */
  unplugged: ReadonlySet<string> = new Set();
  readonly #menus: MenuTree;
  readonly #sources: NetworkSources;

  constructor(menus: MenuTree, sources: NetworkSources) {
    this.interfaceLists = new InterfaceLists(menus);
    this.policy = new RoutingPolicy(menus, sources.routingMarks);
    this.#menus = menus;
    this.#sources = sources;
  }

  interfaceNames(): readonly string[] {
    return this.#menus.names('interface');
  }

  interfaceListNames(): readonly string[] {
    return this.interfaceLists.names();
  }

  /** The bridge that an interface is a port of; a port of a bridge that is gone is a port of nothing. */
  bridgeOf(port: string): string | undefined {
    const ports = this.#items('interface bridge port').filter(isEnabled);
    const bridge = ports.find(({ props }) => props['interface'] === port)?.props['bridge'];
    return bridge !== undefined && this.interfaceNames().includes(bridge) ? bridge : undefined;
  }

  isSlave(name: string): boolean {
    return this.bridgeOf(name) !== undefined;
  }

  leases(): readonly InterfaceLease[] {
    return this.#sources.leases();
  }

  /** Default routes that came with a lease. */
  leasedRoutes(): readonly LeasedRoute[] {
    return this.leases().flatMap(({ interface: name, lease }) => {
      const client = this.#dhcpClient(name);
      if (lease.gateway === undefined || client['add-default-route'] === 'no') return [];
      return [{ gateway: lease.gateway, interface: name, distance: Number(client['default-route-distance'] ?? 1) }];
    });
  }

  dynamicDnsServers(): readonly string[] {
    return this.leases().flatMap(({ interface: name, lease }) =>
      this.#dhcpClient(name)['use-peer-dns'] === 'no' ? [] : lease.dnsServers,
    );
  }

  dnsServers(): readonly string[] {
    const fixed = this.#menus.get('ip dns').settings.props['servers'] ?? '';
    return [...fixed.split(',').filter((server) => server !== ''), ...this.dynamicDnsServers()];
  }

  #dhcpClient(interfaceName: string): Props {
    const dialled = this.#items('interface pppoe-client').find(({ props }) => props['name'] === interfaceName);
    // A PPPoE client takes no default route and no name servers unless told to (MikroTik's manual, "PPPoE").
    if (dialled !== undefined) return { 'add-default-route': 'no', 'use-peer-dns': 'no', ...dialled.props };
    return this.#items('ip dhcp-client').find(({ props }) => props['interface'] === interfaceName)?.props ?? {};
  }

  /** Interfaces that ask for an address: DHCP clients, and PPPoE clients, whose provider gives theirs by DHCP in a lab. */
  addressClients(): ReadonlySet<string> {
    const there = this.interfaceNames();
    const names = [
      ...this.#items('ip dhcp-client')
        .filter(isEnabled)
        .map(({ props }) => props['interface'] ?? ''),
      ...this.#items('interface pppoe-client')
        .filter(isEnabled)
        .map(({ props }) => props['name'] ?? ''),
    ];
    return new Set(names.filter((name) => there.includes(name)));
  }

  #items(path: string): readonly Item[] {
    return this.#menus.find(path.split(' '))?.items ?? [];
  }

  /** IPv4 networks that the router has an address in. */
  connectedNetworks(family: 4 | 6 = 4): readonly ConnectedNetwork[] {
    return this.addresses(family).map(connectedNetwork);
  }

  #fixedAddresses(family: 4 | 6): ReturnType<typeof fixedAddresses> {
    return fixedAddresses(this.#items(family === 4 ? 'ip address' : 'ipv6 address'), {
      actual: (name) => this.bridgeOf(name) ?? name,
      poolPrefix: (pool, index) => this.poolPrefix(pool, index),
      mac: (name) => this.macOf(name),
    });
  }

  /** The address that an item of `/ipv6 address` comes down to. */
  addressOf(item: Item): string | undefined {
    return this.#fixedAddresses(6).find((address) => address.item.id === item.id)?.address;
  }

  /** The interface that answers for an item of an address menu. */
  actualInterface({ props }: Item): string {
    const name = props['interface'] ?? '';
    return this.bridgeOf(name) ?? name;
  }

  /** Of interfaces that are there and enabled: configured ones first, then leased ones. */
  addresses(family: 4 | 6): readonly InterfaceAddress[] {
    const fixed = this.#fixedAddresses(family);
    const leased = this.leases().map(({ interface: name, lease }) => ({ address: lease.address, interface: name }));
    const up = this.upInterfaces();
    return [...fixed, ...(family === 4 ? leased : [])].filter(({ interface: name }) => up.has(name));
  }

  /** The prefix that the nth of those who ask gets of an IPv6 pool. */
  poolPrefix(name: string, index: number): string | undefined {
    const { prefix, 'prefix-length': length = '64' } =
      this.#items('ipv6 pool').find(({ props }) => props['name'] === name)?.props ?? {};
    return prefix === undefined ? undefined : nthPrefix(prefix, Number(length), index);
  }

  macOf(name: string): string | undefined {
    const item = this.#menus.get('interface').items.find(({ props }) => props['name'] === name);
    const ports = this.#items('interface bridge port').filter(({ props }) => props['bridge'] === name);
    const port =
      ports[0]?.props['interface'] ?? (item?.props['vlan-id'] === undefined ? undefined : item.props['interface']);
    return (
      item?.props['admin-mac'] ?? item?.props['mac-address'] ?? (port === undefined ? undefined : this.macOf(port))
    );
  }

  /** Interfaces that are there and enabled. */
  upInterfaces(): ReadonlySet<string> {
    const up = this.#menus.get('interface').items.filter(isEnabled);
    return new Set(up.map(({ props }) => props['name'] ?? ''));
  }

  /** The DHCP server that an address belongs to. */
  dhcpServerOf(address: string): string {
    const network = this.connectedNetworks().find((candidate) => addressContains(candidate.network, address));
    const server = this.#items('ip dhcp-server').find(({ props }) => props['interface'] === network?.interface);
    return server?.props['name'] ?? '';
  }

  #routeFacts(family: 4 | 6): RouteFacts {
    return {
      family,
      items: this.#items(family === 4 ? 'ip route' : 'ipv6 route'),
      connected: this.connectedNetworks(family),
      leased: family === 4 ? this.leasedRoutes() : [],
      upInterfaces: this.upInterfaces(),
      tableOf: (name) => this.policy.tableOf(name),
      failed: this.#sources.failed,
      shares: isAtLeast(this.#sources.version, 7, 0),
    };
  }

  /** Configured and leased routes, with what became of them. */
  routes(family: 4 | 6): readonly RouteState[] {
    return routeStates(this.#routeFacts(family));
  }

  /** Everything that iproute2 has to bring about. */
  wanted(): WantedLinks {
    this.interfaceLists.assignBits();
    const families = [4, 6] as const;
    return {
      links: new LinkPlan(this.#menus, this.interfaceLists, this).links(),
      addresses: families.flatMap((family) => this.addresses(family)),
      routes: families.flatMap((family) => kernelRoutes(this.#routeFacts(family), this.routes(family))),
      rules: this.policy.rules(),
      neighbours: this.#neighbours(),
    };
  }

  #neighbours(): WantedNeighbour[] {
    const up = this.upInterfaces();
    return [...this.#items('ip arp'), ...this.#items('ipv6 neighbor')]
      .filter((item) => isEnabled(item) && up.has(item.props['interface'] ?? '') && item.props['published'] !== 'yes')
      .map(({ props: { address = '', 'mac-address': mac = '00:00:00:00:00:00', interface: name = '' } }) => ({
        address,
        mac,
        interface: name,
      }));
  }
}
