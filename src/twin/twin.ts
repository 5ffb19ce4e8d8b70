import { mkdir, readFile } from 'node:fs/promises';
import { RouterosError, trapCategories } from '../routeros/routeros-error.ts';
import { addressContains } from './address-contains.ts';
import { Fetcher } from './fetch.ts';
import { AddressSets } from './kernel/address-sets.ts';
import { shiftConnections } from './kernel/conntrack.ts';
import type { Lease } from './kernel/dhcp-client.ts';
import { DhcpClient } from './kernel/dhcp-client.ts';
import { Dnsmasq } from './kernel/dnsmasq.ts';
import { dnsmasqLines } from './kernel/dnsmasq-lines.ts';
import type { TableName } from './kernel/firewall.ts';
import { Firewall } from './kernel/firewall.ts';
import type { WantedRoute } from './kernel/links.ts';
import { Links } from './kernel/links.ts';
import { NflogReader } from './kernel/nflog.ts';
import { routerSysctls } from './kernel/sysctls.ts';
import { MemoryLog } from './log.ts';
import { networkOf } from './menu/address-types.ts';
import { IdSource, Menu } from './menu/menu.ts';
import type { Item, MenuSpec, Subsystem } from './menu/menu-spec.ts';
import { MenuTree } from './menu/menu-tree.ts';
import { addressLists, EntryBook } from './menus/address-list.ts';
import { allMenus } from './menus/all-menus.ts';
import type { DhcpLease } from './menus/dhcp-server.ts';
import { ethernet } from './menus/interfaces.ts';
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

const enabled = (item: Item): boolean => item.props['disabled'] !== 'yes';

/** A router: what its menus say, and the kernel's state that follows from them. */
export class Twin {
  readonly version: RosVersion;
  readonly clock = new TwinClock(Date.now());
  readonly log: MemoryLog;
  readonly menus = new MenuTree();
  readonly sets = new AddressSets();
  readonly firewall: Firewall;
  readonly entries: EntryBook;
  readonly resolver: Resolver;
  readonly fetcher: Fetcher;
  readonly scripts: Scripts;
  readonly scheduler: Scheduler;
  readonly backend: TwinBackend;
  readonly #options: TwinOptions;
  readonly #links = new Links();
  readonly #dnsmasq: Dnsmasq;
  readonly #services: ServiceManager;
  readonly #stop = new AbortController();
  readonly #dhcpClients = new Map<string, DhcpClient>();
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
    this.clock.onShift((byMs) => this.sets.shift(byMs, this.clock.uptimeMs));
    this.clock.onShift(shiftConnections);
    for (const subsystem of ['links', 'firewall', 'services'] as const) this.#dirty.add(subsystem);
    await this.commit();
    this.log.write(['system', 'info'], 'router rebooted');
  }

  /** Ends with the program. */
  get stopping(): AbortSignal {
    return this.#stop.signal;
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
    if (dirty.has('links')) await this.#enactLinks();
    if (dirty.has('firewall')) await this.enactFirewall();
    if (dirty.has('dhcp-client')) await this.#enactDhcpClients();
    if (dirty.has('dnsmasq'))
      await this.#dnsmasq.enact(
        dnsmasqLines(this, (name) => this.#links.kernelName(name)),
        this.dnsServers(),
      );
    if (dirty.has('services')) await this.#enactServices();
    if (dirty.has('scheduler')) this.scheduler.enact(this.menus.get('system scheduler').items);
  }

  /** `reset`: rules (`table*id`) whose counters begin anew. */
  async enactFirewall(reset: ReadonlySet<string> = new Set()): Promise<void> {
    const rulesOf = (table: TableName): readonly Item[] => {
      const menu = this.menus.get(`ip firewall ${table}`);
      return menu.items.filter((item) => enabled(item) && menu.spec.invalid?.(item) === undefined);
    };
    const rules = new Map((['filter', 'nat'] as const).map((table) => [table, rulesOf(table)]));
    await this.firewall.enact(
      { rules, addressLists: this.#addressLists(), kernelInterface: (name) => this.#links.kernelName(name) },
      reset,
    );
  }

  #addressLists(): Map<string, Set<string>> {
    const lists = new Map<string, Set<string>>();
    for (const item of this.menus.get('ip firewall address-list').items.filter(enabled)) {
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

  async #enactLinks(): Promise<void> {
    const up = (name: string): boolean =>
      this.menus.get('interface').items.some((item) => item.props['name'] === name && enabled(item));
    const kinds = [
      ['ethernet', 'interface ethernet'],
      ['bridge', 'interface bridge'],
    ] as const;
    const links = kinds.flatMap(([kind, path]) =>
      this.menus.get(path).items.map((item) => {
        const name = item.props['name'] ?? '';
        return {
          name,
          kind,
          up: enabled(item),
          master: this.bridgeOf(name),
          mac: kind === 'bridge' ? item.props['admin-mac'] : undefined,
          group: this.#groupOf(name),
        };
      }),
    );
    const leased = this.leases().map(({ interface: name, lease }) => ({ address: lease.address, interface: name }));
    const fixed = this.menus
      .get('ip address')
      .items.filter(enabled)
      .map(({ props }) => ({ address: props['address'] ?? '', interface: props['interface'] ?? '' }));
    const addresses = [...fixed, ...leased].filter((address) => up(address.interface));
    // Bridges first: ports are plugged into what exists.
    const ordered = links.toSorted((a, b) => Number(b.kind === 'bridge') - Number(a.kind === 'bridge'));
    await this.#links.enact({ links: ordered, addresses, routes: [...this.#staticRoutes(), ...this.#defaultRoutes()] });
  }

  #groupOf(name: string): number {
    return this.interfaceListNames()
      .filter((list) => this.#membersOf(list).has(name))
      .reduce((bits, list) => bits + 2 ** this.firewall.interfaceListBit(list), 0);
  }

  /** Members of included lists, without those of excluded ones, and its own (firewall-facts 7). */
  #membersOf(list: string, seen: ReadonlySet<string> = new Set()): Set<string> {
    if (list === 'all') return new Set(this.interfaceNames());
    if (list === 'none' || list === 'dynamic' || seen.has(list)) return new Set();
    if (list === 'static') return new Set(this.interfaceNames());
    const item = this.menus.get('interface list').items.find(({ props }) => props['name'] === list);
    const below = new Set([...seen, list]);
    const of = (property: string): string[] =>
      (item?.props[property] ?? '')
        .split(',')
        .filter((name) => name !== '')
        .flatMap((name) => [...this.#membersOf(name, below)]);
    const members = new Set(of('include'));
    for (const name of of('exclude')) members.delete(name);
    for (const { props } of this.menus.get('interface list member').items.filter(enabled))
      if (props['list'] === list) members.add(props['interface'] ?? '');
    return members;
  }

  #staticRoutes(): WantedRoute[] {
    return this.menus
      .get('ip route')
      .items.filter((item) => this.isRouteActive(item))
      .map(({ props }) => ({
        destination: props['dst-address'] ?? '0.0.0.0/0',
        to: this.#gatewayText(props),
        distance: Number(props['distance'] ?? 1),
      }));
  }

  #gatewayText(props: Item['props']): string {
    const { gateway = '', type = 'unicast' } = props;
    if (type !== 'unicast') return type;
    return this.interfaceNames().includes(gateway) ? `dev ${gateway}` : `via ${gateway}`;
  }

  #defaultRoutes(): WantedRoute[] {
    return this.leasedRoutes().map(({ to, distance }) => ({ destination: '0.0.0.0/0', to: `via ${to}`, distance }));
  }

  async #enactDhcpClients(): Promise<void> {
    const wanted = new Set(
      this.menus
        .get('ip dhcp-client')
        .items.filter(enabled)
        .map(({ props }) => props['interface'] ?? ''),
    );
    for (const [name, client] of this.#dhcpClients) {
      if (wanted.has(name)) continue;
      this.#dhcpClients.delete(name);
      await client[Symbol.asyncDispose]();
      this.#leaseChanged();
    }
    const fresh = [...wanted].filter((name) => !this.#dhcpClients.has(name));
    await Promise.all(fresh.map((name) => this.#startDhcpClient(name)));
  }

  async #startDhcpClient(name: string): Promise<void> {
    const client = await DhcpClient.start({
      interface: name,
      kernelInterface: this.#links.kernelName(name),
      runDirectory: this.#options.runDirectory,
      onChange: () => this.#leaseChanged(),
    });
    this.#dhcpClients.set(name, client);
  }

  #leaseChanged(): void {
    this.#dirty.add('links').add('dnsmasq');
    this.commit().catch((error: unknown) =>
      this.log.write(['dhcp', 'error'], error instanceof RouterosError ? error.text : String(error)),
    );
  }

  leases(): readonly { readonly interface: string; readonly lease: Lease }[] {
    return [...this.#dhcpClients.values()].flatMap(({ interface: name, lease }) =>
      lease === undefined ? [] : [{ interface: name, lease }],
    );
  }

  leasedRoutes(): readonly { readonly to: string; readonly distance: number }[] {
    return this.leases().flatMap(({ interface: name, lease }) => {
      const item = this.menus.get('ip dhcp-client').items.find(({ props }) => props['interface'] === name);
      if (lease.gateway === undefined || item?.props['add-default-route'] === 'no') return [];
      return [{ to: lease.gateway, distance: Number(item?.props['default-route-distance'] ?? 1) }];
    });
  }

  dynamicDnsServers(): readonly string[] {
    return this.leases().flatMap(({ interface: name, lease }) => {
      const item = this.menus.get('ip dhcp-client').items.find(({ props }) => props['interface'] === name);
      return item?.props['use-peer-dns'] === 'no' ? [] : lease.dnsServers;
    });
  }

  dnsServers(): readonly string[] {
    const fixed = this.menus.get('ip dns').settings.props['servers'] ?? '';
    return [...fixed.split(',').filter((server) => server !== ''), ...this.dynamicDnsServers()];
  }

  connectedNetworks(): readonly { readonly network: string; readonly interface: string; readonly address: string }[] {
    const fixed = this.menus
      .get('ip address')
      .items.filter(enabled)
      .map(({ props }) => ({ address: props['address'] ?? '', interface: props['interface'] ?? '' }));
    const leased = this.leases().map(({ interface: name, lease }) => ({ address: lease.address, interface: name }));
    return [...fixed, ...leased].map(({ address, interface: name }) => {
      const [plain = '', length = '32'] = address.split('/');
      return { network: `${networkOf(address)}/${length}`, interface: name, address: plain };
    });
  }

  /** A route is used when its gateway can be reached directly. */
  isRouteActive(item: Item): boolean {
    const { gateway = '', type = 'unicast' } = item.props;
    if (!enabled(item)) return false;
    if (type !== 'unicast' || this.interfaceNames().includes(gateway)) return true;
    return this.connectedNetworks().some(({ network }) => addressContains(network, gateway));
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
    const rules = this.menus.get('system logging').items.filter(enabled);
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

  names(path: string): readonly string[] {
    return this.menus.get(path).items.map((item) => item.props['name'] ?? '');
  }

  interfaceNames(): readonly string[] {
    return this.names('interface');
  }

  interfaceListNames(): readonly string[] {
    return ['all', 'none', 'dynamic', 'static', ...this.names('interface list')];
  }

  bridgeOf(port: string): string | undefined {
    return this.menus
      .get('interface bridge port')
      .items.find((item) => enabled(item) && item.props['interface'] === port)?.props['bridge'];
  }

  isSlave(name: string): boolean {
    return this.bridgeOf(name) !== undefined;
  }

  renameInterface(from: string, to: string, defaultName: string): void {
    this.#links.call(defaultName, to);
    for (const menu of this.menus.menus) menu.renameReference(from, to);
  }

  serverOf(address: string): string {
    const network = this.connectedNetworks().find((candidate) => addressContains(candidate.network, address));
    const server = this.menus
      .get('ip dhcp-server')
      .items.find((item) => item.props['interface'] === network?.interface);
    return server?.props['name'] ?? '';
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

  /** For tests and for a clean end; in a lab the kernel takes everything with the namespace. */
  async stop(): Promise<void> {
    this.#stop.abort(new RouterosError('interrupted', { category: trapCategories.interrupted }));
    for (const client of this.#dhcpClients.values()) await client[Symbol.asyncDispose]();
    await this.#dnsmasq[Symbol.asyncDispose]();
    await this.#nflog?.[Symbol.asyncDispose]();
  }
}
