import { mkdir, readFile } from 'node:fs/promises';
import { RouterosError, trapCategories } from '../routeros/routeros-error.ts';
import { DhcpClients } from './dhcp-clients.ts';
import { Fetcher } from './fetch.ts';
import { AddressSets } from './kernel/address-sets.ts';
import { TrackedConnections } from './kernel/conntrack.ts';
import { Dnsmasq } from './kernel/dnsmasq.ts';
import { dnsmasqLines } from './kernel/dnsmasq-lines.ts';
import type { TableName } from './kernel/firewall.ts';
import { Firewall } from './kernel/firewall.ts';
import { Links } from './kernel/links.ts';
import { NflogReader } from './kernel/nflog.ts';
import { routerSysctls } from './kernel/sysctls.ts';
import { MemoryLog } from './log.ts';
import { IdSource, Menu } from './menu/menu.ts';
import type { Item, MenuSpec, Subsystem } from './menu/menu-spec.ts';
import { MenuTree } from './menu/menu-tree.ts';
import { addressLists, EntryBook } from './menus/address-list.ts';
import { allMenus } from './menus/all-menus.ts';
import type { DhcpLease } from './menus/dhcp-server.ts';
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
}

const isEnabled = (item: Item): boolean => item.props['disabled'] !== 'yes';

/** A router: what its menus say, and the kernel's state that follows from them. */
export class Twin {
  readonly version: RosVersion;
  readonly clock = new TwinClock(Date.now());
  readonly log: MemoryLog;
  readonly menus = new MenuTree();
  readonly sets = new AddressSets(() => this.clock.uptimeMs);
  readonly firewall: Firewall;
  readonly entries: EntryBook;
  readonly resolver: Resolver;
  readonly fetcher: Fetcher;
  readonly scripts: Scripts;
  readonly scheduler: Scheduler;
  readonly backend: TwinBackend;
  readonly network: Network;
  /** For work that nobody takes back: a router runs until it is switched off. */
  readonly neverAborted = new AbortController().signal;
  readonly #options: TwinOptions;
  readonly #links = new Links();
  readonly #dnsmasq: Dnsmasq;
  readonly #services: ServiceManager;
  readonly #dhcpClients: DhcpClients;
  #nflog: NflogReader | undefined;
  #dirty = new Set<Subsystem>();
  #committing: Promise<void> = Promise.resolve();

  constructor(options: TwinOptions) {
    this.#options = options;
    this.version = options.version;
    this.log = new MemoryLog(this.clock);
    const entryIds = new IdSource();
    this.entries = new EntryBook(this, entryIds);
    this.firewall = new Firewall({
      version: this.version,
      log: this.log,
      sets: this.sets,
      managementPort: options.managementPort,
      onEntry: (list, address) => this.entries.begin(list, address),
    });
    this.firewall.interfaceName = (ifindex) => this.#links.nameOf(ifindex);
    this.resolver = new Resolver(this);
    this.fetcher = new Fetcher(this.resolver, this.version, options.trustFile);
    this.scripts = new Scripts(this);
    this.scheduler = new Scheduler(this);
    this.backend = new TwinBackend(this);
    this.#dhcpClients = new DhcpClients(options.runDirectory, () => this.#leaseChanged());
    this.network = new Network(
      this.menus,
      () => this.#dhcpClients.leases((kernel) => this.#links.routerosName(kernel)),
      (list) => this.firewall.interfaceListBit(list),
    );
    this.#dnsmasq = new Dnsmasq(options.runDirectory);
    this.#services = new ServiceManager(this, this.backend);
    for (const spec of allMenus(this)) this.#addMenu(spec);
    this.#addMenu(addressLists(this), entryIds);
  }

  #interfaceIds = new IdSource();

  #addMenu(spec: MenuSpec, ids = spec.path.startsWith('interface') ? this.#interfaceIds : new IdSource()): void {
    this.menus.add(new Menu(spec, (menu) => this.#touch(menu), ids));
  }

  #touch(menu: Menu): void {
    for (const subsystem of menu.spec.touches ?? []) this.#dirty.add(subsystem);
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
    const initial = links.map(({ name, mac }) => ({ name, 'default-name': name, 'mac-address': mac }));
    this.#addMenu({ ...ethernet(this), initial });
    for (const { name } of links) this.#links.call(name, name);
    this.clock.addKeeper(this.sets);
    this.clock.addKeeper(new TrackedConnections());
    for (const subsystem of ['links', 'firewall', 'services'] as const) this.#dirty.add(subsystem);
    await this.commit();
    this.log.write(['system', 'info'], 'router rebooted');
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

  /** Brings the kernel up to what the menus say; several at once wait for each other. */
  commit(): Promise<void> {
    const turn = this.#committing.then(() => this.#enact());
    this.#committing = turn.catch(() => undefined);
    return turn;
  }

  /** What could not be enacted stays to be done: the next commit fails too, nothing is passed over. */
  async #enact(): Promise<void> {
    const dirty = this.#dirty;
    this.#dirty = new Set();
    try {
      await this.#enactAll(dirty);
    } catch (error) {
      for (const subsystem of dirty) this.#dirty.add(subsystem);
      throw error;
    }
  }

  async #enactAll(dirty: ReadonlySet<Subsystem>): Promise<void> {
    if (dirty.has('logging')) this.#enactLogging();
    if (dirty.has('links')) await this.#links.enact(this.network.wanted());
    if (dirty.has('firewall')) await this.enactFirewall();
    if (dirty.has('dhcp-client')) await this.#enactDhcpClients();
    if (dirty.has('dnsmasq'))
      await this.#dnsmasq.enact(
        dnsmasqLines(this, (name) => this.#links.kernelName(name)),
        this.network.dnsServers(),
      );
    if (dirty.has('services')) await this.#enactServices();
    if (dirty.has('scheduler')) this.scheduler.enact(this.menus.get('system scheduler').items);
  }

  /** `reset`: rules (`table*id`) whose counters begin anew. */
  async enactFirewall(reset: ReadonlySet<string> = new Set()): Promise<void> {
    const rulesOf = (table: TableName): readonly Item[] => {
      const menu = this.menus.get(`ip firewall ${table}`);
      return menu.items.filter((item) => isEnabled(item) && menu.spec.invalid?.(item) === undefined);
    };
    const rules = new Map((['filter', 'nat'] as const).map((table) => [table, rulesOf(table)]));
    await this.firewall.enact(
      { rules, addressLists: this.#addressLists(), kernelInterface: (name) => this.#links.kernelName(name) },
      reset,
    );
  }

  #addressLists(): Map<string, Set<string>> {
    const lists = new Map<string, Set<string>>();
    for (const item of this.menus.get('ip firewall address-list').items.filter(isEnabled)) {
      const { list = '', address = '' } = item.props;
      const addresses = lists.get(list) ?? new Set();
      lists.set(list, addresses.add(address));
    }
    for (const list of this.#extraLists) if (!lists.has(list)) lists.set(list, new Set());
    return lists;
  }

  readonly #extraLists = new Set<string>();

  /** A list that nothing names yet, but that is about to get a dynamic entry. */
  async ensureList(list: string): Promise<void> {
    this.#extraLists.add(list);
    await this.enactFirewall();
  }

  #leaseChanged(): void {
    this.#dirty.add('links').add('dnsmasq');
    this.commit().catch((error: unknown) =>
      this.log.write(['dhcp', 'error'], error instanceof RouterosError ? error.text : String(error)),
    );
  }

  async #enactDhcpClients(): Promise<void> {
    const clients = this.menus.get('ip dhcp-client').items.filter(isEnabled);
    await this.#dhcpClients.enact(
      new Set(clients.map(({ props }) => this.#links.kernelName(props['interface'] ?? ''))),
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
    const memory = this.menus.get('system logging action').items.find(({ props }) => props['name'] === 'memory');
    this.log.capacity = Number(memory?.props['memory-lines'] ?? 1000);
  }

  #targetOf(action: string): string {
    return (
      this.menus.get('system logging action').items.find(({ props }) => props['name'] === action)?.props['target'] ??
      action
    );
  }

  renameInterface(from: string, to: string, defaultName: string): void {
    this.#links.call(defaultName, to);
    for (const menu of this.menus.menus) menu.renameReference(from, to);
  }

  async readDhcpLeases(): Promise<readonly DhcpLease[]> {
    const text = await readFile(this.#dnsmasq.leaseFile, 'utf8').catch(() => '');
    return text.split('\n').flatMap((line): DhcpLease[] => {
      const [expires = '', mac = '', address = '', hostName = '*'] = line.split(' ');
      if (mac === '') return [];
      return [
        {
          mac: mac.toUpperCase(),
          address,
          hostName: hostName === '*' ? undefined : hostName,
          expiresInSeconds: Number(expires) - Math.floor(Date.now() / 1000),
        },
      ];
    });
  }
}
