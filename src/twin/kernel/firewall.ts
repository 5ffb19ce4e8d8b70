import { decodeIp } from '../../core/packet/ip.ts';
import type { NflogPacket } from '../../core/packet/nflog.ts';
import { runCommand, runOrThrow } from '../../process/run-command.ts';
import { parseDuration } from '../../routeros/duration.ts';
import type { MemoryLog } from '../log.ts';
import type { Item } from '../menu/menu-spec.ts';
import type { RosVersion } from '../version.ts';
import type { AddressSets } from './address-sets.ts';
import { firewallLogLine } from './log-line.ts';
import type { KernelNames } from './matchers.ts';
import { matcherArgs } from './matchers.ts';
import { restoreFailure } from './restore-failure.ts';
import type { ActionNames } from './rule-actions.ts';
import { kernelRule } from './rule-actions.ts';
import type { Counters, KernelChain, KernelTable } from './ruleset.ts';
import { parseCounters, restoreText, ruleComment } from './ruleset.ts';

export type TableName = KernelTable['name'];

/** What the menus say now. */
export interface FirewallState {
  /** Items of `/ip firewall filter|nat|…` that are enabled and valid, in order. */
  readonly rules: ReadonlyMap<TableName, readonly Item[]>;
  /** Enabled static entries of every address list. */
  readonly addressLists: ReadonlyMap<string, ReadonlySet<string>>;
}

const hooks: Readonly<Record<TableName, Readonly<Record<string, string>>>> = {
  filter: { input: 'INPUT', forward: 'FORWARD', output: 'OUTPUT' },
  nat: { srcnat: 'POSTROUTING', dstnat: 'PREROUTING' },
  mangle: {
    prerouting: 'PREROUTING',
    input: 'INPUT',
    forward: 'FORWARD',
    output: 'OUTPUT',
    postrouting: 'POSTROUTING',
  },
  raw: { prerouting: 'PREROUTING', output: 'OUTPUT' },
};

const builtinChains = (table: TableName): readonly string[] => Object.keys(hooks[table]);

/** How the kernel calls interfaces and lists of them, and the other way round. */
interface InterfaceNames {
  kernelInterface(name: string): string;
  interfaceListBit(list: string): number;
  interfaceName(ifindex: number | undefined): string;
}

interface Logged {
  readonly table: TableName;
  readonly item: Item;
}

/** The kernel's tables as a projection of the menus, and what comes back from them: counters, logged packets, new entries. */
export class Firewall {
  readonly #version: RosVersion;
  readonly #log: MemoryLog;
  readonly #sets: AddressSets;
  readonly #managementPort: number;
  readonly #onEntry: (list: string, address: string) => void;
  readonly #chains = new Map<string, string>();
  /** Also of rules that are gone: their packets may still be on the way. */
  readonly #logged = new Map<string, Logged>();
  readonly #tables = new Set<TableName>();
  readonly #interfaces: InterfaceNames;

  constructor(options: {
    version: RosVersion;
    log: MemoryLog;
    sets: AddressSets;
    names: InterfaceNames;
    managementPort: number;
    onEntry: (list: string, address: string) => void;
  }) {
    this.#version = options.version;
    this.#log = options.log;
    this.#sets = options.sets;
    this.#interfaces = options.names;
    this.#managementPort = options.managementPort;
    this.#onEntry = options.onEntry;
  }

  /** Refuses a rule that the kernel could not enforce, while the line it stands on is still known. */
  checkRule(table: TableName, props: Item['props']): void {
    const names = {
      ...this.#actionNames(),
      addressList: () => 'L',
      kernelInterface: (name: string) => name,
      interfaceListBit: () => 0,
    };
    const sets = { union: 'L', fixed: 'S', dynamic: 'D' };
    kernelRule(
      table,
      { id: '*0', props },
      matcherArgs(props, names),
      { ...names, chain: (name) => name, sets: () => sets },
      this.#version,
    );
  }

  /**
   * One transaction for the sets and one for all tables: no packet meets half a configuration of either. Counters go on,
   * but for those of the rules in `reset` (`table*id`).
   */
  async enact(state: FirewallState, reset: ReadonlySet<string> = new Set()): Promise<void> {
    await this.#sets.enact(this.#allLists(state));
    const counters = new Map([...(await this.counters())].filter(([rule]) => !reset.has(rule)));
    const names = { ...this.#kernelNames(), ...this.#actionNames() };
    const tables = [...state.rules].map(([name, items]) => this.#table(name, items, names));
    // A table that never had a rule is left out: reading one makes the kernel set it up.
    const used = tables.filter(
      ({ name, chains }) => name === 'filter' || this.#tables.has(name) || chains.some(({ rules }) => rules.length > 0),
    );
    for (const { name } of used) this.#tables.add(name);
    const text = used.map((table) => restoreText(table, counters, this.#managementPort)).join('');
    const result = await runCommand(['iptables-legacy-restore', '-c'], { input: text });
    if (result.exitCode !== 0) throw restoreFailure(text, result.stderr);
  }

  /** Lists that only rules name exist too, empty. */
  #allLists({ rules, addressLists }: FirewallState): Map<string, ReadonlySet<string>> {
    const all = new Map(addressLists);
    for (const items of rules.values()) {
      for (const { props } of items) {
        for (const name of ['address-list', 'src-address-list', 'dst-address-list']) {
          const list = props[name]?.replace(/^!/, '');
          if (list !== undefined && !all.has(list)) all.set(list, new Set());
        }
      }
    }
    return all;
  }

  #kernelNames(): KernelNames {
    return {
      kernelInterface: (name) => this.#interfaces.kernelInterface(name),
      addressList: (list) => this.#sets.of(list).union,
      interfaceListBit: (list) => this.#interfaces.interfaceListBit(list),
    };
  }

  #actionNames(): ActionNames {
    return {
      chain: (name) => this.#userChain(name),
      sets: (list) => this.#sets.of(list),
      seconds: (duration) => Math.ceil((parseDuration(duration) ?? 0) / 1000),
    };
  }

  /** Any string names a chain in RouterOS; the kernel takes 28 plain characters. */
  #userChain(name: string): string {
    const known = this.#chains.get(name) ?? `chain${this.#chains.size}`;
    this.#chains.set(name, known);
    return known;
  }

  #table(name: TableName, items: readonly Item[], names: KernelNames & ActionNames): KernelTable {
    const chainNames = new Set([
      ...builtinChains(name),
      ...items.flatMap(({ props }) => [props['chain'], props['jump-target']].filter((chain) => chain !== undefined)),
    ]);
    const chains: KernelChain[] = [...chainNames].map((chain) => ({
      name: this.#userChain(chain),
      rules: items.filter(({ props }) => props['chain'] === chain).map((item) => this.#rule(name, item, names)),
    }));
    const hooked = Object.entries(hooks[name]).map(([chain, hook]) => ({ hook, chain: this.#userChain(chain) }));
    return { name, chains, hooks: hooked };
  }

  #rule(table: TableName, item: Item, names: KernelNames & ActionNames): KernelChain['rules'][number] {
    this.#logged.set(ruleComment(table, item.id), { table, item });
    return kernelRule(table, item, matcherArgs(item.props, names), names, this.#version);
  }

  /** Packets and bytes by `table*id`. */
  async counters(): Promise<ReadonlyMap<string, Counters>> {
    if (this.#tables.size === 0) return new Map();
    return parseCounters((await runOrThrow(['iptables-legacy-save', '-c'])).stdout);
  }

  /** A packet that a rule handed over: a line of the log, or the birth of an address-list entry. */
  take(packet: NflogPacket): void {
    const begins = packet.prefix.startsWith('+');
    const [rule = '', connectionState] = packet.prefix.slice(begins ? 1 : 0).split(' ');
    const logged = this.#logged.get(rule);
    if (logged === undefined) return;
    if (begins) this.#takeEntry(packet, logged.item);
    else this.#takeLog(packet, logged.item, connectionState);
  }

  #takeEntry(packet: NflogPacket, { props }: Item): void {
    const ip = decodeIp(packet.payload);
    if (ip === undefined) return;
    const address = props['action'] === 'add-dst-to-address-list' ? ip.destination : ip.source;
    this.#onEntry(props['address-list'] ?? '', address);
  }

  #takeLog(packet: NflogPacket, { props }: Item, connectionState: string | undefined): void {
    const line = firewallLogLine(
      packet,
      { prefix: props['log-prefix'] ?? '', chain: props['chain'] ?? '' },
      { version: this.#version, connectionState, interfaceName: (index) => this.#interfaces.interfaceName(index) },
    );
    if (line !== undefined) this.#log.write(['firewall', 'info'], line);
  }
}
