import { mkdir } from 'node:fs/promises';
import { RouterosError, trapCategories } from '../routeros/routeros-error.ts';
import { Commits } from './commits.ts';
import { DhcpClients } from './dhcp-clients.ts';
import { Fetcher } from './fetch.ts';
import { AddressSets } from './kernel/address-sets.ts';
import { TrackedConnections } from './kernel/conntrack.ts';
import type { DhcpLease } from './kernel/dhcp-leases.ts';
import { Dnsmasq } from './kernel/dnsmasq.ts';
import { dnsmasqLines } from './kernel/dnsmasq-lines.ts';
import type { TableName } from './kernel/firewall.ts';
import { Firewall } from './kernel/firewall.ts';
import { Links } from './kernel/links.ts';
import { NflogReader } from './kernel/nflog.ts';
import { routerSysctls } from './kernel/sysctls.ts';
import { MemoryLog } from './log.ts';
import { IdSource, Menu } from './menu/menu.ts';
import type { Item, MenuSpec } from './menu/menu-spec.ts';
import { isEnabled } from './menu/menu-spec.ts';
import { MenuTree } from './menu/menu-tree.ts';
import { addressLists, EntryBook } from './menus/address-list.ts';
import { allMenus } from './menus/all-menus.ts';
import { ethernet } from './menus/interfaces.ts';
import { Network } from './network.ts';
import { Resolver } from './resolver.ts';
import { Scheduler } from './scheduler.ts';
import { Scripts } from './scripts.ts';
import { ServiceManager } from './service-manager.ts';
import { timeText } from './time/date-text.ts';
import { TwinClock } from './time/twin-clock.ts';
import { TwinBackend } from './twin-backend.ts';
import type { RosVersion } from './version.ts';

export interface TwinOptions {
  readonly version: RosVersion;
  readonly managementPort: number;
  readonly runDirectory: string;
  readonly trustFile: string | undefined;
  /** `false`: a router of its own without a network; what the kernel would do is kept, not done. Default: `true`. */
  readonly enforced?: boolean;
}

/** A router: what its menus say, and the kernel's state that follows from them. */
export class Twin {
  readonly version: RosVersion;
  /** Does the kernel do what the menus say? Not in a twin that stands alone. */
  readonly enforced: boolean;
  readonly clock = new TwinClock(Date.now());
  readonly log: MemoryLog;
  readonly menus = new MenuTree();
  readonly network: Network;
  readonly sets = new AddressSets(() => this.clock.uptimeMs);
  readonly firewall: Firewall;
  readonly entries: EntryBook;
  readonly resolver: Resolver;
  readonly fetcher: Fetcher;
  readonly scripts: Scripts;
  readonly scheduler: Scheduler;
  readonly backend: TwinBackend;
  /** For work that nobody takes back: a router runs until it is switched off. */
  readonly neverAborted = new AbortController().signal;
  readonly #options: TwinOptions;
  readonly #links = new Links();
  readonly #dhcpClients: DhcpClients;
  readonly #dnsmasq: Dnsmasq;
  readonly #services: ServiceManager;
  readonly #interfaceIds = new IdSource();
  /** Lists that nothing names, but that have got a dynamic entry. */
  readonly #extraLists = new Set<string>();
  readonly #commits = new Commits({
    logging: () => this.#enactLogging(),
    links: () => this.#links.enact(this.network.wanted()),
    firewall: () => this.#enactFirewall(),
    'dhcp-client': () => this.#enactDhcpClients(),
    dnsmasq: () => this.#enactDnsmasq(),
    services: () => this.#enactServices(),
    scheduler: () => this.scheduler.enact(this.menus.get('system scheduler').items),
  });
  #nflog: NflogReader | undefined;

  constructor(options: TwinOptions) {
    const { version, runDirectory, managementPort, trustFile } = options;
    this.#options = options;
    this.version = version;
    this.enforced = options.enforced ?? true;
    this.log = new MemoryLog(this.clock);
    const entryIds = new IdSource();
    this.entries = new EntryBook(this, entryIds);
    this.#dhcpClients = new DhcpClients(runDirectory, () => this.#leaseChanged());
    this.network = new Network(this.menus, () =>
      this.#dhcpClients.leases((kernel) => this.#links.routerosName(kernel)),
    );
    this.firewall = new Firewall({
      version,
      log: this.log,
      sets: this.sets,
      names: {
        kernelInterface: (name) => this.#links.kernelName(name),
        interfaceName: (index) => this.#links.nameOf(index),
        interfaceListBit: (list) => this.network.interfaceLists.bitOf(list),
      },
      managementPort,
      onEntry: (list, address) => this.entries.begin(list, address),
    });
    this.resolver = new Resolver(this);
    this.fetcher = new Fetcher(this.resolver, version, trustFile);
    this.scripts = new Scripts(this);
    this.scheduler = new Scheduler(this);
    this.backend = new TwinBackend(this);
    this.#dnsmasq = new Dnsmasq(runDirectory);
    this.#services = new ServiceManager(this, this.backend);
    for (const spec of allMenus(this)) this.#addMenu(spec);
    this.#addMenu(addressLists(this), entryIds);
  }

  #addMenu(spec: MenuSpec, ids = spec.path.startsWith('interface') ? this.#interfaceIds : new IdSource()): void {
    const watcher = {
      changed: (menu: Menu) => this.#commits.touch(menu.spec.touches ?? []),
      renamed: (menu: Menu, from: string, to: string) => this.#rename(menu.spec, from, to),
    };
    this.menus.add(new Menu(spec, watcher, ids));
  }

  #rename({ path, namedAs = [path] }: MenuSpec, from: string, to: string): void {
    if (namedAs.includes('interface')) this.#links.rename(from, to);
    for (const menu of this.menus.menus) for (const name of namedAs) menu.renameReferences(name, from, to);
  }

  /** Finds its interfaces, sets the kernel up and listens. */
  async boot(): Promise<void> {
    await mkdir(this.#options.runDirectory, { recursive: true });
    const [links, nflog] = await Promise.all([
      this.#links.discover(),
      NflogReader.start((packet) => this.firewall.take(packet)),
      routerSysctls(),
    ]);
    this.#nflog = nflog;
    this.plugIn(links);
    this.clock.addKeeper(this.sets);
    this.clock.addKeeper(new TrackedConnections());
    this.#commits.touch(['links', 'firewall', 'services']);
    await this.commit();
    this.log.write(['system', 'info'], 'router rebooted');
  }

  /** Gives it its ethernet interfaces. */
  plugIn(links: readonly { readonly name: string; readonly mac: string }[]): void {
    const initial = links.map(({ name, mac }) => ({ name, 'default-name': name, 'mac-address': mac }));
    this.#addMenu({ ...ethernet(this), initial });
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
  }

  /** Leases that the router's own DHCP server has given. */
  dhcpLeases(): Promise<readonly DhcpLease[]> {
    return this.#dnsmasq.leases();
  }

  /** Brings the kernel up to what the menus say. */
  commit(): Promise<void> {
    return this.#commits.commit();
  }

  /** `rules`: by their names in the kernel (`table*id`). */
  resetCounters(rules: readonly string[]): Promise<void> {
    return this.#commits.inTurn(() => this.#enactFirewall(new Set(rules)));
  }

  /** A list that nothing names yet, but that is about to get a dynamic entry. */
  ensureList(list: string): Promise<void> {
    this.#extraLists.add(list);
    return this.#commits.inTurn(() => this.#enactFirewall());
  }

  async #enactFirewall(reset: ReadonlySet<string> = new Set()): Promise<void> {
    const rulesOf = (table: TableName): readonly Item[] => {
      const menu = this.menus.get(`ip firewall ${table}`);
      return menu.items.filter((item) => isEnabled(item) && menu.spec.invalid?.(item) === undefined);
    };
    const rules = new Map((['filter', 'nat'] as const).map((table) => [table, rulesOf(table)]));
    await this.firewall.enact({ rules, addressLists: this.#addressLists() }, reset);
  }

  #addressLists(): Map<string, Set<string>> {
    const lists = new Map([...this.#extraLists].map((list) => [list, new Set<string>()]));
    for (const item of this.menus.get('ip firewall address-list').items.filter(isEnabled)) {
      const { list = '', address = '' } = item.props;
      lists.set(list, (lists.get(list) ?? new Set()).add(address));
    }
    return lists;
  }

  async #enactDhcpClients(): Promise<void> {
    const names = this.menus
      .get('ip dhcp-client')
      .items.filter(isEnabled)
      .map(({ props }) => props['interface'] ?? '');
    const present = names.filter((name) => this.network.interfaceNames().includes(name));
    await this.#dhcpClients.enact(new Set(present.map((name) => this.#links.kernelName(name))));
  }

  async #enactDnsmasq(): Promise<void> {
    const lines = dnsmasqLines(this, (name) => this.#links.kernelName(name));
    await this.#dnsmasq.enact(lines, this.network.dnsServers());
  }

  #leaseChanged(): void {
    this.#commits.touch(['links', 'dnsmasq']);
    this.commit().catch((error: unknown) =>
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

  #enactLogging(): void {
    const rules = this.menus.get('system logging').items.filter(isEnabled);
    this.log.rules = rules.map(({ props }) => ({
      topics: (props['topics'] ?? 'info').split(','),
      action: this.#targetOf(props['action'] ?? 'memory'),
      prefix: props['prefix'] ?? '',
    }));
  }

  #targetOf(action: string): string {
    return (
      this.menus.get('system logging action').items.find(({ props }) => props['name'] === action)?.props['target'] ??
      action
    );
  }
}
