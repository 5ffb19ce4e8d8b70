import { addressContains } from './address-contains.ts';
import { InterfaceLists } from './interface-lists.ts';
import type { Lease } from './kernel/dhcp-client.ts';
import type { WantedAddress, WantedLink, WantedLinks, WantedRoute } from './kernel/links.ts';
import { networkOf } from './menu/address-types.ts';
import type { Item, Props } from './menu/menu-spec.ts';
import { isEnabled } from './menu/menu-spec.ts';
import type { MenuTree } from './menu/menu-tree.ts';

export interface InterfaceLease {
  readonly interface: string;
  readonly lease: Lease;
}

export interface ConnectedNetwork {
  /** `10.10.10.0/24` */
  readonly network: string;
  readonly interface: string;
  /** The router's own address in it, without the length. */
  readonly address: string;
}

/** What the menus and the leases say about interfaces, addresses, routes and name servers. Reads, changes nothing. */
export class Network {
  readonly interfaceLists: InterfaceLists;
  readonly #menus: MenuTree;
  readonly #leases: () => readonly InterfaceLease[];

  constructor(menus: MenuTree, leases: () => readonly InterfaceLease[]) {
    this.interfaceLists = new InterfaceLists(menus);
    this.#menus = menus;
    this.#leases = leases;
  }

  interfaceNames(): readonly string[] {
    return this.#menus.names('interface');
  }

  interfaceListNames(): readonly string[] {
    return this.interfaceLists.names();
  }

  /** The bridge that an interface is a port of; a port of a bridge that is gone is a port of nothing. */
  bridgeOf(port: string): string | undefined {
    const ports = this.#menus.get('interface bridge port').items.filter(isEnabled);
    const bridge = ports.find(({ props }) => props['interface'] === port)?.props['bridge'];
    return bridge !== undefined && this.interfaceNames().includes(bridge) ? bridge : undefined;
  }

  isSlave(name: string): boolean {
    return this.bridgeOf(name) !== undefined;
  }

  leases(): readonly InterfaceLease[] {
    return this.#leases();
  }

  /** Default routes that came with a lease. */
  leasedRoutes(): readonly { readonly to: string; readonly distance: number }[] {
    return this.#leases().flatMap(({ interface: name, lease }) => {
      const client = this.#dhcpClient(name);
      if (lease.gateway === undefined || client['add-default-route'] === 'no') return [];
      return [{ to: lease.gateway, distance: Number(client['default-route-distance'] ?? 1) }];
    });
  }

  dynamicDnsServers(): readonly string[] {
    return this.#leases().flatMap(({ interface: name, lease }) =>
      this.#dhcpClient(name)['use-peer-dns'] === 'no' ? [] : lease.dnsServers,
    );
  }

  dnsServers(): readonly string[] {
    const fixed = this.#menus.get('ip dns').settings.props['servers'] ?? '';
    return [...fixed.split(',').filter((server) => server !== ''), ...this.dynamicDnsServers()];
  }

  #dhcpClient(interfaceName: string): Props {
    const clients = this.#menus.get('ip dhcp-client').items;
    return clients.find(({ props }) => props['interface'] === interfaceName)?.props ?? {};
  }

  connectedNetworks(): readonly ConnectedNetwork[] {
    return this.#addresses().map(({ address, interface: name }) => {
      const [plain = '', length = '32'] = address.split('/');
      return { network: `${networkOf(address)}/${length}`, interface: name, address: plain };
    });
  }

  /** Of interfaces that are there and enabled: configured ones first, then leased ones. */
  #addresses(): readonly WantedAddress[] {
    const fixed = this.#menus
      .get('ip address')
      .items.filter(isEnabled)
      .map(({ props }) => ({ address: props['address'] ?? '', interface: props['interface'] ?? '' }));
    const leased = this.#leases().map(({ interface: name, lease }) => ({ address: lease.address, interface: name }));
    return [...fixed, ...leased].filter(({ interface: name }) => this.#isUp(name));
  }

  #isUp(name: string): boolean {
    return this.#menus.get('interface').items.some((item) => item.props['name'] === name && isEnabled(item));
  }

  /** The DHCP server that an address belongs to. */
  dhcpServerOf(address: string): string {
    const network = this.connectedNetworks().find((candidate) => addressContains(candidate.network, address));
    const servers = this.#menus.get('ip dhcp-server').items;
    return servers.find(({ props }) => props['interface'] === network?.interface)?.props['name'] ?? '';
  }

  /** A route is used when its gateway can be reached directly. */
  isRouteActive(item: Item): boolean {
    const { gateway = '', type = 'unicast' } = item.props;
    if (!isEnabled(item)) return false;
    if (type !== 'unicast') return true;
    if (this.interfaceNames().includes(gateway)) return this.#isUp(gateway);
    return this.connectedNetworks().some(({ network }) => addressContains(network, gateway));
  }

  /** Everything that iproute2 has to bring about. */
  wanted(): WantedLinks {
    this.interfaceLists.releaseGone();
    const links = [...this.#links('bridge'), ...this.#links('ethernet')]; // Ports are plugged into bridges that exist.
    return { links, addresses: this.#addresses(), routes: [...this.#staticRoutes(), ...this.#leasedDefaults()] };
  }

  #links(kind: WantedLink['kind']): WantedLink[] {
    return this.#menus.get(`interface ${kind}`).items.map((item) => {
      const name = item.props['name'] ?? '';
      return {
        name,
        kind,
        up: isEnabled(item),
        master: this.bridgeOf(name),
        mac: kind === 'bridge' ? item.props['admin-mac'] : undefined,
        group: this.interfaceLists.groupOf(name),
      };
    });
  }

  #staticRoutes(): WantedRoute[] {
    const active = this.#menus.get('ip route').items.filter((item) => this.isRouteActive(item));
    return active.map(({ props }) => ({
      destination: props['dst-address'] ?? '0.0.0.0/0',
      to: this.#gatewayText(props),
      distance: Number(props['distance'] ?? 1),
    }));
  }

  #gatewayText({ gateway = '', type = 'unicast' }: Props): string {
    if (type !== 'unicast') return type;
    return this.interfaceNames().includes(gateway) ? `dev ${gateway}` : `via ${gateway}`;
  }

  #leasedDefaults(): WantedRoute[] {
    return this.leasedRoutes().map(({ to, distance }) => ({ destination: '0.0.0.0/0', to: `via ${to}`, distance }));
  }
}
