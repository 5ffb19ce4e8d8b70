import { decodeIp } from '../../core/packet/ip.ts';
import type { NflogPacket } from '../../core/packet/nflog.ts';
import type { MemoryLog } from '../log.ts';
import type { Item } from '../menu/menu-spec.ts';
import { FirewallLog } from './firewall-log.ts';
import { hooksOf } from './hooks.ts';
import { longTimeouts } from './list-timeouts.ts';
import { ListedAddresses } from './listed-addresses.ts';
import { LoadedTables } from './loaded-tables.ts';
import { RuleWriter, type RuleWriterOptions } from './rule-writer.ts';
import type { Counters, KernelChain, KernelTable, TableName, WrittenRule } from './ruleset.ts';
import { ruleName } from './ruleset.ts';
import { isActive, type Surroundings } from './surroundings.ts';

/** What the menus say now. */
export interface FirewallState {
  /** Items of `/ip firewall filter|nat|…` that are enabled and valid, in order. */
  readonly rules: ReadonlyMap<TableName, readonly Item[]>;
  /** Enabled static entries of every address list. */
  readonly addressLists: ReadonlyMap<string, ListedAddresses>;
}

export interface FirewallOptions extends RuleWriterOptions {
  readonly log: MemoryLog;
  /** How the kernel calls interfaces, and the other way round. */
  readonly names: RuleWriterOptions['names'] & { interfaceName(ifindex: number | undefined): string };
  readonly managementPort: number;
  /** Does the kernel do what it is told here? */
  readonly enforced: boolean;
  /** What the twin itself needs around the rules of a table. */
  readonly around: (table: TableName, hasRules: boolean) => Surroundings;
  /** Before rules are loaded: what they name has to be there. */
  readonly prepare: () => Promise<void>;
  /** A rule has put an address on a list that was not there. */
  readonly onEntry: (list: string, address: string, rule: Item) => void;
}

interface Logged {
  readonly table: TableName;
  readonly item: Item;
}

/** One family's tables in the kernel as a projection of the menus, and what comes back from them. */
export class Firewall {
  readonly #options: FirewallOptions;
  /** Also of rules that are gone: their packets may still be on the way. */
  readonly #logged = new Map<string, Logged>();
  readonly #tables: LoadedTables;
  readonly #writer: RuleWriter;
  readonly #log: FirewallLog;
  /** How often a rule has put an address on a list that was not there, by the rule's name in the kernel. */
  readonly entered = new Map<string, number>();

  constructor(options: FirewallOptions) {
    this.#options = options;
    this.#writer = new RuleWriter(options);
    this.#log = new FirewallLog(options);
    this.#tables = new LoadedTables(options.family, options.managementPort);
  }

  /** Refuses a rule that the kernel could not enforce, while the line it stands on is still known. */
  checkRule(table: TableName, props: Item['props']): void {
    this.#writer.try(table, props);
  }

  /**
   * One transaction for the sets and one for the tables that change: no packet meets half a configuration of either.
   * Counters go on, but for those of the rules in `reset` (by their names in the kernel). A list that changes leaves the
   * rules alone, and the other way round.
   */
  async enact(state: FirewallState, reset: ReadonlySet<string> = new Set()): Promise<void> {
    await this.#options.sets.enact(this.#allLists(state), longTimeouts(state.rules.values()));
    if (!this.#options.enforced) return;
    this.#writer.translates = (state.rules.get('nat') ?? []).length > 0;
    const built = [...state.rules].map(([name, items]) => this.#table(name, items));
    // Only when all rules are built is known what they need in other tables.
    await this.#options.prepare();
    const hasAny = built.some(hasRules);
    const tables = built.map((table) =>
      hasAny ? { ...table, around: this.#options.around(table.name, hasRules(table)) } : table,
    );
    await this.#tables.load(
      tables.filter((table) => this.#isUsed(table)),
      reset,
    );
  }

  /** A table that never had a rule is left out: reading one makes the kernel set it up. */
  #isUsed(table: KernelTable): boolean {
    const { name, around = {} } = table;
    const isAlways = name === 'filter' && this.#options.family === 'ip';
    return isAlways || this.#tables.has(name) || isActive(around) || hasRules(table);
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

  #table(name: TableName, items: readonly Item[]): KernelTable {
    const hooks = hooksOf(name, this.#options.version);
    const chainNames = new Set([
      ...Object.keys(hooks),
      ...items.flatMap(({ props }) => [props['chain'], props['jump-target']].filter((chain) => chain !== undefined)),
    ]);
    const byChain = Map.groupBy(items, ({ props }) => props['chain'] ?? '');
    const chains: KernelChain[] = [...chainNames].map((chain) => ({
      name: this.#writer.chain(chain),
      rules: (byChain.get(chain) ?? []).flatMap((item) => this.#rule(name, item)),
    }));
    const used = Object.entries(hooks).filter(([chain]) => name !== 'nat' || !isNewInNat(chain) || byChain.has(chain));
    return {
      family: this.#options.family,
      name,
      chains,
      hooks: used.map(([chain, hook]) => ({ hook, chain: this.#writer.chain(chain) })),
    };
  }

  #rule(table: TableName, item: Item): readonly WrittenRule[] {
    this.#logged.set(ruleName(this.#options.family, table, item.id), { table, item });
    return this.#writer.write(table, item);
  }

  /** Why no packet of a lab can match a rule. */
  impossible(props: Item['props']): string | undefined {
    return this.#writer.impossible(props);
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
    if (begins) {
      this.entered.set(rule, (this.entered.get(rule) ?? 0) + 1);
      this.#takeEntry(packet, logged.item);
    } else this.#log.take({ packet, props: logged.item.props, connectionState });
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

const hasRules = ({ chains }: KernelTable): boolean => chains.some(({ rules }) => rules.length > 0);
