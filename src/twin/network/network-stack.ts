import { runCommand } from '../../process/run-command.ts';
import { addressContains } from '../address-contains.ts';
import { DhcpClients } from '../dhcp-clients.ts';
import type { DhcpLease } from '../kernel/dhcp-leases.ts';
import { Dnsmasq } from '../kernel/dnsmasq.ts';
import { dnsmasqLines } from '../kernel/dnsmasq-lines.ts';
import type { InterfaceCounters } from '../kernel/interface-counters.ts';
import { readInterfaceCounters } from '../kernel/interface-counters.ts';
import type { KernelLink } from '../kernel/links.ts';
import { Links } from '../kernel/links.ts';
import type { KernelNeighbour } from '../kernel/neighbours.ts';
import { readNeighbours } from '../kernel/neighbours.ts';
import { Sysctls } from '../kernel/sysctls.ts';
import { isEnabled } from '../menu/menu-spec.ts';
import { Network } from '../network.ts';
import type { Twin } from '../twin.ts';
import { isAtLeast } from '../version.ts';
import { ClientEvents } from './client-events.ts';
import type { GatewayCheck } from './gateway-checks.ts';
import { GatewayChecks } from './gateway-checks.ts';
import { LeaseEvents } from './lease-events.ts';
import type { VlanCable } from './link-plan.ts';
import { arpSysctls, configuredSysctls } from './settings-sysctls.ts';

/** Interfaces, addresses, routes, DHCP and DNS: what the menus say and the kernel does. On paper it does nothing. */
export class NetworkStack {
  readonly network: Network;
  readonly #twin: Twin;
  readonly #links = new Links();
  readonly #sysctls = new Sysctls();
  readonly #arpSysctls = new Sysctls();
  readonly #dhcpClients: DhcpClients;
  readonly #dnsmasq: Dnsmasq;
  readonly #checks: GatewayChecks;
  readonly #leaseEvents: LeaseEvents;
  readonly #clientEvents: ClientEvents;

  constructor(twin: Twin, { runDirectory, changed }: { runDirectory: string; changed: () => Promise<void> }) {
    this.#twin = twin;
    this.#dhcpClients = new DhcpClients(runDirectory, () => {
      void changed().then(() => this.#clientEvents.look());
    });
    this.#clientEvents = new ClientEvents(twin);
    this.#leaseEvents = new LeaseEvents(twin);
    this.#dnsmasq = new Dnsmasq(runDirectory, (event) => this.#leaseEvents.take(event));
    this.#checks = new GatewayChecks({ clock: twin.clock, probe: (check) => this.#probe(check), onChange: changed });
    if (isAtLeast(twin.version, 7, 14)) this.#links.adopt('lo', 'lo');
    this.network = new Network(twin.menus, {
      version: twin.version,
      leases: () => this.#dhcpClients.leases((kernel) => this.#links.routerosName(kernel)),
      failed: (gateway, check) => this.#checks.failed(gateway, check),
      routingMarks: () => twin.firewall.routingMarks,
    });
  }

  kernelName(name: string): string {
    return this.#links.kernelName(name);
  }

  nameOf(ifindex: number | undefined): string {
    return this.#links.nameOf(ifindex);
  }

  rename(from: string, to: string): void {
    this.#links.rename(from, to);
  }

  /** Finds the ports that the lab plugged in, and prepares the namespace. */
  async boot(): Promise<readonly KernelLink[]> {
    const [links] = await Promise.all([this.#links.discover(), this.#sysctls.prepare()]);
    const cables = vlanCables(links, this.network.unplugged);
    for (const { kernelName } of cables) this.#links.adopt(`\u0000${kernelName}`, kernelName);
    this.network.vlanCables = cables;
    return links.filter(({ name }) => !cables.some(({ kernelName }) => kernelName === name));
  }

  async enactLinks(): Promise<void> {
    const wanted = this.network.wanted();
    this.#checks.watch(this.#gatewayChecks());
    if (!this.#twin.enforced) return;
    await this.#sysctls.set(configuredSysctls(this.#twin.menus, wanted.addresses));
    await this.#links.enact(wanted);
    await this.#arpSysctls.set(arpSysctls(wanted.links, (name) => this.kernelName(name)));
  }

  /**
   * Enacts rules. They may name lists that none named before, whose members have to be marked first, and routing marks,
   * whose tables are looked into from then on.
   */
  async aroundRules(enactRules: () => Promise<void>): Promise<void> {
    if (this.network.interfaceLists.assignBits()) await this.enactLinks();
    const before = this.#markNames();
    await enactRules();
    if (this.#markNames() !== before) await this.enactLinks();
  }

  #markNames(): string {
    return [...this.#twin.firewall.routingMarks].join();
  }

  #gatewayChecks(): GatewayCheck[] {
    if (!this.#twin.enforced) return [];
    const items = ['ip route', 'ipv6 route'].flatMap((path) => this.#twin.menus.find(path.split(' '))?.items ?? []);
    return items.filter(isEnabled).flatMap(({ props }) => {
      const kind = props['check-gateway'] ?? 'none';
      if (kind !== 'ping' && kind !== 'arp') return [];
      return (props['gateway'] ?? '').split(',').map((gateway) => ({ gateway, kind }) as const);
    });
  }

  /** A gateway answers `ping` by ICMP and `arp` by having an Ethernet address. */
  async #probe({ gateway, kind }: GatewayCheck): Promise<boolean> {
    const [address = '', name] = gateway.split('%');
    const near = this.network.connectedNetworks(address.includes(':') ? 6 : 4);
    const on = name ?? near.find(({ network }) => addressContains(network, address))?.interface;
    const device = on === undefined ? [] : ['-I', this.kernelName(on)];
    if (kind === 'ping' || on === undefined)
      return (await runCommand(['ping', '-n', '-c1', '-W1', ...device, address])).exitCode === 0;
    return (await runCommand(['busybox', 'arping', '-f', '-c1', '-w1', ...device, address])).exitCode === 0;
  }

  async enactDhcpClients(): Promise<void> {
    if (!this.#twin.enforced) return;
    await this.#dhcpClients.enact(new Set([...this.network.addressClients()].map((name) => this.kernelName(name))));
  }

  /** `/ip dhcp-client release`, `renew` */
  tellDhcpClient(interfaceName: string, what: 'release' | 'renew'): void {
    if (what === 'release') this.#clientEvents.released(interfaceName);
    this.#dhcpClients.tell(this.kernelName(interfaceName), what);
  }

  async enactDnsmasq(): Promise<void> {
    if (!this.#twin.enforced) return;
    await this.#dnsmasq.enact(dnsmasqLines(this.#twin, (name) => this.kernelName(name)));
    await this.#twin.resolver.enact();
  }

  /** What the kernel knows of neighbours, by RouterOS's names of interfaces. */
  async neighbours(): Promise<readonly KernelNeighbour[]> {
    if (!this.#twin.enforced) return [];
    const known = await readNeighbours();
    return known.map((neighbour) => ({ ...neighbour, interface: this.#links.routerosName(neighbour.interface) }));
  }

  /** What each interface has carried, by RouterOS's names. */
  async interfaceCounters(): Promise<ReadonlyMap<string, InterfaceCounters>> {
    if (!this.#twin.enforced) return new Map();
    const counters = await readInterfaceCounters();
    return new Map([...counters].map(([kernel, carried]) => [this.#links.routerosName(kernel), carried]));
  }

  async forgetNeighbour(address: string, interfaceName: string): Promise<void> {
    await runCommand(['ip', 'neighbour', 'del', address, 'dev', this.kernelName(interfaceName)]);
  }

  /** `/ip dhcp-server lease remove` of a lease that was given. */
  async forgetLease(address: string): Promise<void> {
    const lease = (await this.dhcpLeases()).find((candidate) => candidate.address === address);
    if (lease !== undefined) await this.#dnsmasq.forget(lease);
  }

  /** Leases that the router's own DHCP server has given. */
  async dhcpLeases(): Promise<readonly DhcpLease[]> {
    const leases = await this.#dnsmasq.leases();
    return leases.map((lease) => ({ ...lease, expiresInSeconds: this.#leaseEvents.secondsLeft(lease) }));
  }
}

/** `ether2.10` beside `ether2`. */
function vlanCables(links: readonly KernelLink[], unplugged: ReadonlySet<string>): VlanCable[] {
  const names = new Set([...links.map(({ name }) => name), ...unplugged]);
  return links.flatMap(({ name }) => {
    const [, port = '', vlan] = /^(.+)\.(\d{1,4})$/.exec(name) ?? [];
    return names.has(port) && vlan !== undefined ? [{ kernelName: name, port, vlan: Number(vlan) }] : [];
  });
}
