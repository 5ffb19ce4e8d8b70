import { decodeIp } from '../../core/packet/ip.ts';
import type { NflogPacket } from '../../core/packet/nflog.ts';
import type { MemoryLog } from '../log.ts';
import type { Item } from '../menu/menu-spec.ts';
import type { RosVersion } from '../version.ts';
import type { AddressSets } from './address-sets.ts';
import { longestTimeoutSeconds } from './address-sets.ts';
import { FirewallLog } from './firewall-log.ts';
import { hooksOf } from './hooks.ts';
import { longTimeouts, secondsOf } from './list-timeouts.ts';
import { ListedAddresses } from './listed-addresses.ts';
import { LoadedTables } from './loaded-tables.ts';
import type { Marks } from './marks.ts';
import { stagesOf } from './matchers/all-matchers.ts';
import type { Family, MatchContext, PsdSets } from './matchers/matching.ts';
import type { ActionNames } from './rule-actions.ts';
import { kernelRule } from './rule-actions.ts';
import type { Counters, KernelChain, KernelTable, TableName, WrittenRule } from './ruleset.ts';
import { ruleName, writeRule } from './ruleset.ts';

/** What the menus say now. */
export interface FirewallState {
  /** Items of `/ip firewall filter|nat|…` that are enabled and valid, in order. */
  readonly rules: ReadonlyMap<TableName, readonly Item[]>;
  /** Enabled static entries of every address list. */
  readonly addressLists: ReadonlyMap<string, ListedAddresses>;
}

/** How the kernel calls interfaces and lists of them, and the other way round. */
interface InterfaceNames {
  kernelInterface(name: string): string;
  interfaceListBit(list: string): number;
  interfaceListMembers(list: string): readonly string[];
  interfaceName(ifindex: number | undefined): string;
}

export interface FirewallOptions {
  readonly family: Family;
  readonly version: RosVersion;
  readonly log: MemoryLog;
  readonly sets: AddressSets;
  readonly marks: Marks;
  readonly names: InterfaceNames;
  readonly managementPort: number;
  /** Does the kernel do what it is told here? */
  readonly enforced: boolean;
  readonly label: (what: string) => number;
  readonly psdSets: (delaySeconds: number) => PsdSets;
  /** Lines before every rule of a table: what the twin itself needs there. */
  readonly before: (table: TableName) => readonly (readonly string[])[];
  /** Before rules are loaded: what they name has to be there. */
  readonly prepare: () => Promise<void>;
  /** A rule has put an address on a list that was not there. */
  readonly onEntry: (list: string, address: string, rule: Item) => void;
}

/** A rule's text, and what it was made of. */
interface Remembered {
  readonly item: Item;
  readonly names: string;
  readonly written: WrittenRule;
}

interface Logged {
  readonly table: TableName;
  readonly item: Item;
}

/** One family's tables in the kernel as a projection of the menus, and what comes back from them. */
export class Firewall {
  readonly #options: FirewallOptions;
  readonly #chains = new Map<string, string>();
  /** Also of rules that are gone: their packets may still be on the way. */
  readonly #logged = new Map<string, Logged>();
  readonly #tables: LoadedTables;
  /** Of a thousand rules, a change makes one anew. */
  readonly #written = new Map<string, Remembered>();
  readonly #log: FirewallLog;
  #translates = false;

  constructor(options: FirewallOptions) {
    this.#options = options;
    this.#log = new FirewallLog(options);
    this.#tables = new LoadedTables(options.family, options.managementPort);
  }

  /** Refuses a rule that the kernel could not enforce, while the line it stands on is still known. */
  checkRule(table: TableName, props: Item['props']): void {
    const sets = { union: 'L', fixed: 'S', dynamic: 'D' };
    const context: MatchContext = {
      family: this.#options.family,
      rule: 'rule',
      addressList: () => 'L',
      kernelInterface: (name) => name,
      interfaceListBit: () => 0,
      interfaceListMembers: () => [],
      mark: () => 0,
      label: () => 0,
      psdSets: () => ({ sources: 'a', scores: 'b', ports: 'c' }),
    };
    const names = { ...this.#actionNames(), chain: (name: string) => name, sets: () => sets, mark: () => 0 };
    kernelRule(this.#place(table), { id: '*0', props }, stagesOf(props, context), names);
  }

  /**
   * One transaction for the sets and one for the tables that change: no packet meets half a configuration of either.
   * Counters go on, but for those of the rules in `reset` (by their names in the kernel). A list that changes leaves the
   * rules alone, and the other way round.
   */
  async enact(state: FirewallState, reset: ReadonlySet<string> = new Set()): Promise<void> {
    await this.#options.sets.enact(this.#allLists(state), longTimeouts(state.rules.values()));
    if (!this.#options.enforced) return;
    this.#translates = (state.rules.get('nat') ?? []).length > 0;
    const built = [...state.rules].map(([name, items]) => this.#table(name, items));
    // Only when all rules are built is known what they need in other tables.
    const tables = built.map((table) => ({ ...table, before: this.#options.before(table.name) }));
    await this.#options.prepare();
    await this.#tables.load(
      tables.filter((table) => this.#isUsed(table)),
      reset,
    );
  }

  /** A table that never had a rule is left out: reading one makes the kernel set it up. */
  #isUsed({ name, chains, before = [] }: KernelTable): boolean {
    const hasRules = before.length > 0 || chains.some(({ rules }) => rules.length > 0);
    return (name === 'filter' && this.#options.family === 'ip') || this.#tables.has(name) || hasRules;
  }

  /** Lists that only rules name exist too, empty. */
  #allLists({ rules, addressLists }: FirewallState): Map<string, ListedAddresses> {
    const all = new Map(addressLists);
    for (const items of rules.values()) {
      for (const { props } of items) {
        for (const name of ['address-list', 'src-address-list', 'dst-address-list']) {
          const list = props[name]?.replace(/^!/, '');
          if (list !== undefined && list !== '' && !all.has(list)) all.set(list, new ListedAddresses());
        }
      }
    }
    return all;
  }

  #place(table: TableName) {
    const { family, version } = this.#options;
    return { family, version, table, translates: this.#translates };
  }

  #context(rule: string): MatchContext {
    const { family, names, sets, marks, label, psdSets } = this.#options;
    return {
      family,
      rule,
      kernelInterface: (name) => names.kernelInterface(name),
      addressList: (list) => sets.of(list).union,
      interfaceListBit: (list) => names.interfaceListBit(list),
      interfaceListMembers: (list) => names.interfaceListMembers(list),
      mark: (kind, name) => marks.of(kind, name),
      label,
      psdSets,
    };
  }

  #actionNames(): ActionNames {
    return {
      chain: (name) => this.#userChain(name),
      sets: (list) => this.#options.sets.of(list),
      seconds: (duration) => Math.min(secondsOf(duration), longestTimeoutSeconds),
      mark: (kind, name) => this.#options.marks.of(kind, name),
    };
  }

  /** Any string names a chain in RouterOS; the kernel takes 28 plain characters. */
  #userChain(name: string): string {
    const known = this.#chains.get(name) ?? `chain${this.#chains.size}`;
    this.#chains.set(name, known);
    return known;
  }

  #table(name: TableName, items: readonly Item[]): KernelTable {
    const hooks = hooksOf(name, this.#options.version);
    const chainNames = new Set([
      ...Object.keys(hooks),
      ...items.flatMap(({ props }) => [props['chain'], props['jump-target']].filter((chain) => chain !== undefined)),
    ]);
    const byChain = Map.groupBy(items, ({ props }) => props['chain'] ?? '');
    const chains: KernelChain[] = [...chainNames].map((chain) => ({
      name: this.#userChain(chain),
      rules: (byChain.get(chain) ?? []).map((item) => this.#rule(name, item)),
    }));
    const used = Object.entries(hooks).filter(([chain]) => name !== 'nat' || !isNewInNat(chain) || byChain.has(chain));
    return {
      family: this.#options.family,
      name,
      chains,
      hooks: used.map(([chain, hook]) => ({ hook, chain: this.#userChain(chain) })),
    };
  }

  #rule(table: TableName, item: Item): WrittenRule {
    const name = ruleName(this.#options.family, table, item.id);
    this.#logged.set(name, { table, item });
    const names = `${this.#namesIn(item)} ${this.#translates}`;
    const known = this.#written.get(name);
    if (known?.item === item && known.names === names) return known.written;
    const rule = kernelRule(this.#place(table), item, stagesOf(item.props, this.#context(name)), this.#actionNames());
    const written = writeRule(this.#userChain(item.props['chain'] ?? ''), rule);
    this.#written.set(name, { item, names, written });
    return written;
  }

  /** What the kernel calls the interfaces that a rule names, which may change without the rule. */
  #namesIn({ props }: Item): string {
    const { names } = this.#options;
    const plain = (property: string): string => (props[property] ?? '').replace(/^!/, '');
    const interfaces = ['in-interface', 'out-interface', 'in-bridge-port', 'out-bridge-port'].map(plain);
    const lists = ['in-interface-list', 'out-interface-list'].map(plain);
    const portLists = ['in-bridge-port-list', 'out-bridge-port-list'].map(plain);
    return [
      ...interfaces.map((name) => (name === '' ? '' : names.kernelInterface(name))),
      ...lists.map((list) => (list === '' ? '' : names.interfaceListBit(list))),
      ...portLists.map((list) =>
        list === '' ? '' : names.interfaceListMembers(list).map((name) => names.kernelInterface(name)),
      ),
    ].join();
  }

  /** Packets and bytes by the rules' names in the kernel, as they are now in a table. */
  counters(table: TableName): Promise<ReadonlyMap<string, Counters>> {
    return this.#tables.counters([table]);
  }

  /** A packet that a rule handed over: a line of the log, or the birth of an address-list entry. Was it one of ours? */
  take(packet: NflogPacket): void {
    const begins = packet.prefix.startsWith('+');
    const [rule = '', connectionState] = packet.prefix.slice(begins ? 1 : 0).split(' ');
    const logged = this.#logged.get(rule);
    if (logged === undefined) return;
    if (begins) this.#takeEntry(packet, logged.item);
    else this.#log.take({ packet, props: logged.item.props, connectionState });
  }

  #takeEntry(packet: NflogPacket, item: Item): void {
    const ip = decodeIp(packet.payload);
    if (ip === undefined) return;
    const address = item.props['action'] === 'add-dst-to-address-list' ? ip.destination : ip.source;
    this.#options.onEntry(item.props['address-list'] ?? '', address, item);
  }

  /** Every packet that has been taken is in the log when this settles. */
  settled(): Promise<void> {
    return this.#log.settled();
  }
}

/** Chains that v7 has and hardly anybody uses: hooking them would cost every connection a look. */
const isNewInNat = (chain: string): boolean => chain === 'input' || chain === 'output';
