import type { NflogPacket } from '../../core/packet/nflog.ts';
import { type AddressSets, KernelAddressSets } from '../kernel/address-sets.ts';
import { fasttrackRow } from '../kernel/fasttrack.ts';
import { Firewall } from '../kernel/firewall.ts';
import { withoutTracking } from '../kernel/helper-lines.ts';
import { Marks } from '../kernel/marks.ts';
import type { Family, MarkKind } from '../kernel/matchers/matching.ts';
import { psdPrefix } from '../kernel/matchers/psd.ts';
import { MemoryAddressSets } from '../kernel/memory-address-sets.ts';
import { type Counters, ruleName, type TableName } from '../kernel/ruleset.ts';
import { combined } from '../kernel/surroundings.ts';
import { Sysctls } from '../kernel/sysctls.ts';
import { IdSource } from '../menu/id-source.ts';
import type { Item, MenuSpec, Props } from '../menu/menu-spec.ts';
import { isEnabled } from '../menu/menu-spec.ts';
import { isWithin, untilNextEdgeMs } from '../menu/time-window.ts';
import { trackingSysctls } from '../menus/connections.ts';
import type { Twin } from '../twin.ts';
import { AddressLists } from './address-lists.ts';
import { ConnectionRates } from './connection-rates.ts';
import { type FirewallCoverage, readCoverage } from './coverage.ts';
import { DataLabels } from './data-labels.ts';
import { Fasttrack } from './fasttrack.ts';
import { PsdScores } from './psd-scores.ts';
import { ServicePorts } from './service-ports.ts';

/** How the kernel calls interfaces. */
interface InterfaceNames {
  kernelName(name: string): string;
  nameOf(ifindex: number | undefined): string;
}

export interface FirewallStackOptions {
  readonly interfaces: InterfaceNames;
  readonly managementPort: number;
  /** Is it counted what each condition of a rule turns away? */
  readonly measured: boolean;
  /** Changes the kernel's state, after whoever is changing it now. */
  readonly inTurn: (work: () => Promise<void>) => Promise<void>;
  /** Rules have to be enacted again. */
  readonly touch: () => Promise<void>;
}

interface FamilyParts {
  readonly firewall: Firewall;
  readonly sets: AddressSets;
  readonly lists: AddressLists;
}

const families: readonly Family[] = ['ip', 'ipv6'];
const tables: readonly TableName[] = ['raw', 'mangle', 'nat', 'filter'];

/** Everything that filters, translates and marks: both families' tables, address lists, and what they count in. */
export class FirewallStack {
  readonly #twin: Twin;
  readonly #options: FirewallStackOptions;
  readonly #marks = new Marks();
  readonly #psd = new PsdScores();
  readonly #sysctls = new Sysctls();
  readonly #labels: DataLabels;
  readonly #rates = new ConnectionRates();
  readonly fasttrack: Fasttrack;
  readonly servicePorts: ServicePorts;
  readonly #parts: ReadonlyMap<Family, FamilyParts>;
  #forgetEdge: () => void = () => undefined;

  constructor(twin: Twin, options: FirewallStackOptions) {
    this.#twin = twin;
    this.#options = options;
    const complain = (text: string): void => twin.log.write(['firewall', 'warning'], text);
    this.#labels = new DataLabels(() => twin.menus.get('ip firewall layer7-protocol').items, complain);
    this.servicePorts = new ServicePorts(() => twin.menus.get('ip firewall service-port').items, complain);
    this.fasttrack = new Fasttrack(twin);
    this.#parts = new Map(families.map((family) => [family, this.#create(family)]));
  }

  #create(family: Family): FamilyParts {
    const { clock, enforced, log, version } = this.#twin;
    const uptimeMs = (): number => clock.uptimeMs;
    const sets = enforced ? new KernelAddressSets(family, uptimeMs) : new MemoryAddressSets(uptimeMs);
    const lists = new AddressLists(this.#twin, family, sets, new IdSource(), this.#options.touch);
    const { interfaces, managementPort, measured } = this.#options;
    const firewall = new Firewall({
      family,
      version,
      log,
      sets,
      marks: this.#marks,
      names: {
        kernelInterface: (name) => interfaces.kernelName(name),
        interfaceName: (index) => interfaces.nameOf(index),
        interfaceListBit: (list) => this.#twin.network.interfaceLists.bitOf(list),
        interfaceListMembers: (list) => [...this.#twin.network.interfaceLists.membersOf(list)],
      },
      managementPort,
      measured,
      enforced,
      label: (what) => this.#labels.of(what),
      psdSets: (seconds) => this.#psd.of(seconds),
      rateBit: (range) => this.#rates.bitOf(range),
      around: (table, hasRules) =>
        combined(
          this.fasttrack.around(family, table, hasRules),
          this.#labels.around(table),
          this.#isTracking ? this.servicePorts.around(family, table) : table === 'raw' ? withoutTracking() : {},
        ),
      prepare: async () => {
        await this.#psd.prepare();
        await this.#labels.prepare();
        await this.servicePorts.prepare();
      },
      onEntry: (list, address, rule) => lists.begin(list, address, rule),
    });
    return { firewall, sets, lists };
  }

  #of(family: Family): FamilyParts {
    const parts = this.#parts.get(family);
    if (parts === undefined) throw new Error(`no firewall for ${family}`);
    return parts;
  }

  of(family: Family): Firewall {
    return this.#of(family).firewall;
  }

  /** The address lists' menus, with the source of their ids. */
  menus(): readonly (readonly [MenuSpec, IdSource])[] {
    return families.map((family) => [this.#of(family).lists.menu(), this.#of(family).lists.ids]);
  }

  lists(family: Family): AddressLists {
    return this.#of(family).lists;
  }

  /** Numbers of the routing marks that rules set, in the bits 10 to 17 of a packet's mark. */
  get routingMarks(): ReadonlyMap<string, number> {
    return this.#marks.routing;
  }

  markName(kind: MarkKind, number: number): string {
    return this.#marks.nameOf(kind, number);
  }

  /** What moves along when time is turned. */
  boot(): void {
    const { clock } = this.#twin;
    for (const { sets } of this.#parts.values()) clock.addKeeper(sets);
    clock.addKeeper(this.#psd);
  }

  async enact(reset: ReadonlySet<string> = new Set()): Promise<void> {
    if (this.#twin.enforced) await this.#sysctls.set(trackingSysctls(this.#tracking));
    for (const [family, { firewall, lists }] of this.#parts) {
      const rules = new Map(tables.map((table) => [table, this.#rulesOf(family, table)]));
      await firewall.enact({ rules, addressLists: lists.fixed() }, reset);
    }
    const asksForRates = families.some((family) =>
      tables.some((table) => this.#rulesOf(family, table).some(({ props }) => props['connection-rate'] !== undefined)),
    );
    this.#rates.watch(this.#twin.enforced && asksForRates);
    this.#watchEdges();
  }

  get #tracking(): Props {
    return this.#twin.menus.get('ip firewall connection tracking').settings.props;
  }

  get #isTracking(): boolean {
    return this.#tracking['enabled'] !== 'no';
  }

  #items(family: Family, table: TableName): readonly Item[] {
    return this.#twin.menus.find([family, 'firewall', table])?.items ?? [];
  }

  /** Rules that are in the packet path now. */
  #rulesOf(family: Family, table: TableName): readonly Item[] {
    const menu = this.#twin.menus.find([family, 'firewall', table]);
    const { wallMs } = this.#twin.clock;
    const isIn = (item: Item): boolean => {
      const { time = '' } = item.props;
      return isEnabled(item) && menu?.spec.invalid?.(item) === undefined && (time === '' || isWithin(time, wallMs));
    };
    return this.#items(family, table).filter(isIn);
  }

  /** RouterOS's kernel has no clock in its rules: its management switches them, and so does ours (firewall-facts 1.7). */
  #watchEdges(): void {
    this.#forgetEdge();
    const { clock } = this.#twin;
    const windows = families
      .flatMap((family) => tables.flatMap((table) => this.#items(family, table)))
      .flatMap((item) => (isEnabled(item) ? [item.props['time'] ?? ''] : []))
      .filter((window) => window !== '');
    if (windows.length === 0) return;
    const untilMs = Math.min(...windows.map((window) => untilNextEdgeMs(window, clock.wallMs)));
    this.#forgetEdge = clock.at(clock.uptimeMs + untilMs, () => this.#options.touch());
  }

  /** What packets made of every rule until now, and how often entries of address lists have ended by themselves. */
  coverage(): Promise<FirewallCoverage> {
    const parts = [...this.#parts].map(([family, { firewall, lists }]) => ({ family, firewall, lists }));
    return readCoverage(this.#twin.menus, parts);
  }

  /** What has gone past the rules. */
  async fasttracked(family: Family): Promise<Counters> {
    const none: Counters = { packets: 0, bytes: 0 };
    if (!this.fasttrack.isOn(family)) return none;
    return (await this.of(family).counters('filter')).get(ruleName(family, 'filter', fasttrackRow)) ?? none;
  }

  /** `rules`: by their names in the kernel. */
  resetCounters(rules: readonly string[]): Promise<void> {
    return this.#options.inTurn(() => this.enact(new Set(rules)));
  }

  /** Puts a dynamic entry on a list; `seconds` 0: until reboot. */
  async enlist(family: Family, list: string, address: string, seconds: number, comment?: string): Promise<void> {
    const { lists, sets } = this.#of(family);
    if (lists.ensure(list)) await this.#options.inTurn(() => this.enact());
    await lists.enlist(list, address, seconds, { comment });
    await sets.flush();
  }

  /** Every packet that has been taken is in the log when this settles. */
  async settled(): Promise<void> {
    for (const { firewall } of this.#parts.values()) await firewall.settled();
  }

  /** A packet that a rule handed over. */
  take(packet: NflogPacket): void {
    if (packet.prefix === psdPrefix) this.#psd.begin();
    else for (const { firewall } of this.#parts.values()) firewall.take(packet);
  }
}
