import { mkdir } from 'node:fs/promises';
import { portsOfConfiguration } from '../routeros/ports-of-configuration.ts';
import { RouterosError, trapCategories } from '../routeros/routeros-error.ts';
import { Accounts } from './accounts/accounts.ts';
import { CertificateStore } from './certificates/certificate-store.ts';
import { Commits } from './commits.ts';
import { History } from './console/history.ts';
import { SafeMode } from './console/safe-mode.ts';
import { FileStore } from './files/file-store.ts';
import { FirewallStack } from './firewall/firewall-stack.ts';
import { TrackedConnections } from './kernel/conntrack.ts';
import type { DhcpLease } from './kernel/dhcp-leases.ts';
import type { InterfaceCounters } from './kernel/interface-counters.ts';
import type { KernelNeighbour } from './kernel/neighbours.ts';
import { NflogReader } from './kernel/nflog.ts';
import { MemoryLog } from './log.ts';
import { LogTargets } from './logging/log-targets.ts';
import { IdSource } from './menu/id-source.ts';
import { Menu } from './menu/menu.ts';
import type { MenuChange } from './menu/menu-change.ts';
import type { MenuSpec, Subsystem } from './menu/menu-spec.ts';
import { MenuTree } from './menu/menu-tree.ts';
import { allMenus } from './menus/all-menus.ts';
import { ethernet } from './menus/interfaces.ts';
import { NetworkStack } from './network/network-stack.ts';
import type { Network } from './network.ts';
import { NtpService } from './ntp/ntp-service.ts';
import { Resolver } from './resolver.ts';
import { Scheduler } from './scheduler.ts';
import { Scripts } from './scripts.ts';
import { type Place, ServiceManager } from './service-manager.ts';
import { HostKeys } from './services/ssh/host-keys.ts';
import { timeText } from './time/date-text.ts';
import { TwinClock } from './time/twin-clock.ts';
import { Fetcher } from './tools/fetch/fetcher.ts';
import { Mail } from './tools/mail.ts';
import { Netwatch } from './tools/netwatch/netwatch.ts';
import { TwinBackend } from './twin-backend.ts';
import type { RosVersion } from './version.ts';

export interface TwinOptions {
  readonly version: RosVersion;
  readonly managementPort: number;
  readonly runDirectory: string;
  readonly trustFile: string | undefined;
  /** Ports that the router has and nothing is plugged into. */
  readonly unplugged?: readonly string[];
  /** `false`: a router of its own without a network; what the kernel would do is kept, not done. Default: `true`. */
  readonly enforced?: boolean;
  /** Is it counted what each condition of a firewall rule turns away? Default: `false`. */
  readonly measured?: boolean;
  /** May a router without a network ask services of this machine? Default: `false`. */
  readonly fetchesLoopback?: boolean;
}

/** Of a router that stands alone. */
const paperMac = (number: number): string => `02:00:00:00:00:${number.toString(16).padStart(2, '0').toUpperCase()}`;

/** As many as a small board has. */
const usualPorts = [1, 2, 3, 4, 5].map((number) => ({ name: `ether${number}`, mac: paperMac(number) }));

/** `wlan1`, `wifi1`, `lte1`: the menu that has such a port. */
function radioMenu(port: string): string | undefined {
  const kind = /^(?:wlan|wifi|lte)(?=\d+$)/.exec(port)?.[0];
  return kind === undefined ? undefined : `interface ${kind === 'wlan' ? 'wireless' : kind}`;
}

/** A router: what its menus say, and the kernel's state that follows from them. */
export class Twin {
  readonly version: RosVersion;
  /** Does the kernel do what the menus say? Not in a twin that stands alone. */
  readonly enforced: boolean;
  readonly clock = new TwinClock(Date.now());
  readonly log: MemoryLog;
  readonly logTargets: LogTargets;
  readonly mail: Mail;
  readonly netwatch: Netwatch;
  readonly menus = new MenuTree();
  readonly network: Network;
  readonly firewall: FirewallStack;
  readonly resolver: Resolver;
  readonly fetcher: Fetcher;
  readonly scripts: Scripts;
  readonly scheduler: Scheduler;
  readonly ntp: NtpService;
  readonly accounts: Accounts;
  readonly certificates: CertificateStore;
  readonly hostKeys = new HostKeys();
  readonly files = new FileStore(() => this.clock.wallMs);
  readonly history = new History(() => this.safeMode.overflow());
  readonly safeMode = new SafeMode(this.history, () => this.commit());
  readonly backend: TwinBackend;
  /** A router that has just been booted may have its web server before its menus. */
  restIsReady: () => boolean = () => true;
  /** For work that nobody takes back: a router runs until it is switched off. */
  readonly neverAborted = new AbortController().signal;
  readonly #options: TwinOptions;
  readonly #stack: NetworkStack;
  readonly #services: ServiceManager;
  readonly #interfaceIds = new IdSource();
  readonly #commits = new Commits({
    logging: () => this.logTargets.enact(),
    links: () => this.#stack.enactLinks(),
    firewall: () => this.#stack.aroundRules(() => this.firewall.enact()),
    'dhcp-client': () => this.#stack.enactDhcpClients(),
    dnsmasq: () => this.#stack.enactDnsmasq(),
    services: () => this.#enactServices(),
    ntp: () => this.ntp.enact(),
    scheduler: () => this.scheduler.enact(this.menus.get('system scheduler').items),
  });
  #nflog: NflogReader | undefined;
  /** On the clock's uptime axis, which no reboot interrupts. */
  #bootedMs = 0;

  constructor(options: TwinOptions) {
    const { version, runDirectory, managementPort, trustFile } = options;
    this.#options = options;
    this.version = version;
    this.enforced = options.enforced ?? true;
    this.log = new MemoryLog(this.clock);
    this.logTargets = new LogTargets(this);
    this.mail = new Mail(this);
    this.netwatch = new Netwatch(this);
    this.#stack = new NetworkStack(this, { runDirectory, changed: () => this.#networkChanged() });
    this.network = this.#stack.network;
    this.firewall = new FirewallStack(this, {
      interfaces: this.#stack,
      managementPort,
      measured: options.measured === true,
      inTurn: (work) => this.#commits.inTurn(work),
      touch: () => this.#enactAgain('firewall'),
    });
    this.resolver = new Resolver(this);
    this.fetcher = new Fetcher(this.resolver, {
      version,
      trustFile,
      directory: runDirectory,
      reach: this.enforced ? 'everybody' : options.fetchesLoopback === true ? 'loopback' : 'nobody',
    });
    this.scripts = new Scripts(this);
    this.scheduler = new Scheduler(this);
    this.ntp = new NtpService(this, { stepped: () => void this.#enactAgain('firewall') });
    this.accounts = new Accounts(this);
    this.certificates = new CertificateStore(this);
    this.backend = new TwinBackend(this);
    this.#services = new ServiceManager(this);
    for (const spec of allMenus(this)) this.#addMenu(spec);
    for (const [spec, ids] of this.firewall.menus()) this.#addMenu(spec, ids);
  }

  #addMenu(spec: MenuSpec, ids = spec.path.startsWith('interface') ? this.#interfaceIds : new IdSource()): void {
    const watcher = {
      changed: (menu: Menu) => this.#commits.touch(menu.spec.touches ?? []),
      recorded: (menu: Menu, change: MenuChange) => this.history.record(menu, change),
      renamed: (menu: Menu, from: string, to: string) => this.#rename(menu.spec, from, to),
    };
    this.menus.add(new Menu(spec, watcher, ids));
  }

  #rename({ path, namedAs = [path] }: MenuSpec, from: string, to: string): void {
    if (namedAs.includes('interface')) this.#stack.rename(from, to);
    for (const menu of this.menus.menus) for (const name of namedAs) menu.renameReferences(name, from, to);
  }

  /** Finds its interfaces, sets the kernel up and listens. */
  async boot(): Promise<void> {
    if (this.enforced) await this.#bootKernel();
    else this.plugIn(usualPorts);
    this.#commits.touch(['links', 'firewall', 'services']);
    await this.commit();
    this.log.write(['system', 'info'], 'router rebooted');
  }

  async #bootKernel(): Promise<void> {
    await mkdir(this.#options.runDirectory, { recursive: true });
    this.network.unplugged = new Set(this.#options.unplugged);
    const [links, nflog] = await Promise.all([
      this.#stack.boot(),
      NflogReader.start((packet) => this.firewall.take(packet)),
    ]);
    this.#nflog = nflog;
    this.plugIn(links);
    this.#addUnplugged(links.length);
    this.firewall.boot();
    this.clock.addKeeper(new TrackedConnections());
  }

  /** Gives it its ethernet interfaces. */
  plugIn(links: readonly { readonly name: string; readonly mac: string }[]): void {
    const initial = links.map(({ name, mac }) => ({ name, 'default-name': name, 'mac-address': mac }));
    this.#addMenu({ ...ethernet(this), initial });
  }

  /** Radios and modems have menus of their own, which are kept; a port without a cable is a device like any other. */
  #addUnplugged(plugged: number): void {
    const { unplugged = [] } = this.#options;
    for (const [index, name] of unplugged.entries()) {
      const menu = this.menus.find((radioMenu(name) ?? 'interface ethernet').split(' '));
      const mac = { 'mac-address': paperMac(plugged + index + 1) };
      menu?.deliver({ name, 'default-name': name, ...(radioMenu(name) === undefined ? mac : {}) });
    }
  }

  /** A router on paper has the ports that a configuration takes for granted. */
  plugInFor(configuration: string): void {
    const menu = this.menus.get('interface ethernet');
    const known = new Set(menu.items.map(({ props }) => props['default-name']));
    for (const name of portsOfConfiguration(configuration).filter((port) => !known.has(port)))
      menu.deliver({ name, 'default-name': name, 'mac-address': paperMac(menu.items.length + 1) });
  }

  /** Since it was switched on, or told to reboot. */
  get uptimeMs(): number {
    return this.clock.uptimeMs - this.#bootedMs;
  }

  /** It begins to count its uptime anew. */
  rebooted(): void {
    this.#bootedMs = this.clock.uptimeMs;
  }

  get identity(): string {
    return this.menus.get('system identity').settings.props['name'] ?? 'MikroTik';
  }

  timeNow(): string {
    return timeText(this.clock.wallMs);
  }

  /** Everything that rules have logged until now is in the log when this settles. */
  async flushLog(): Promise<void> {
    await this.#nflog?.flush();
    await this.firewall.settled();
  }

  forgetLease(address: string): Promise<void> {
    return this.#stack.forgetLease(address);
  }

  /** Leases that the router's own DHCP server has given. */
  dhcpLeases(): Promise<readonly DhcpLease[]> {
    return this.#stack.dhcpLeases();
  }

  /** The kernel's name of an interface, which a new name of RouterOS's leaves as it is. */
  kernelName(interfaceName: string): string {
    return this.#stack.kernelName(interfaceName);
  }

  tellDhcpClient(interfaceName: string, what: 'release' | 'renew'): void {
    this.#stack.tellDhcpClient(interfaceName, what);
  }

  neighbours(): Promise<readonly KernelNeighbour[]> {
    return this.#stack.neighbours();
  }

  interfaceCounters(): Promise<ReadonlyMap<string, InterfaceCounters>> {
    return this.#stack.interfaceCounters();
  }

  forgetNeighbour(address: string, interfaceName: string): Promise<void> {
    return this.#stack.forgetNeighbour(address, interfaceName);
  }

  /** The open connections of a service of `/ip service`. */
  connections(service: string): ReturnType<ServiceManager['connections']> {
    return this.#services.connections(service);
  }

  /** A router that stands alone serves on such addresses from now on; gives what listens, and where. */
  async serveAt(place: Place): Promise<ServiceManager['served']> {
    this.#services.serveAt(place);
    this.#commits.touch(['services']);
    await this.commit();
    return this.#services.served;
  }

  /** Brings the kernel up to what the menus say. */
  commit(): Promise<void> {
    return this.#commits.commit();
  }

  /** What happened by itself has changed what the menus come down to. */
  async #enactAgain(...subsystems: readonly Subsystem[]): Promise<void> {
    this.#commits.touch(subsystems);
    await this.commit().catch((error: unknown) =>
      this.log.write(['system', 'error'], error instanceof RouterosError ? error.text : String(error)),
    );
  }

  /** A lease came or went, a gateway answers or does not: what the network hangs on is no longer what it was. */
  async #networkChanged(): Promise<void> {
    this.#commits.touch(['links', 'dnsmasq']);
    await this.commit().catch((error: unknown) =>
      this.log.write(['dhcp', 'error'], error instanceof RouterosError ? error.text : String(error)),
    );
  }

  async #enactServices(): Promise<void> {
    const bandwidth = this.menus.get('tool bandwidth-server').settings.props['enabled'] !== 'no';
    try {
      await this.#services.enact(this.menus.get('ip service').items, bandwidth);
    } catch (error) {
      throw new RouterosError(`failure: ${error instanceof Error ? error.message : String(error)}`, {
        category: trapCategories.general,
      });
    }
  }
}
