import { runBriefly, runBrieflyOrThrow } from '../../process/run-briefly.ts';
import type { Family } from './matchers/matching.ts';
import { restoreFailure } from './restore-failure.ts';
import type { Counters, KernelTable, TableName } from './ruleset.ts';
import { parseCounters, restoreText } from './ruleset.ts';
import { SharedReading } from './shared-reading.ts';
import { isSameTable, listedCounters, patchOf, type TablePatch } from './table-patch.ts';

/** One family's tables as the kernel has them from here: only what changes is loaded again, and its counters go on. */
export class LoadedTables {
  readonly #tool: string;
  readonly #managementPort: number;
  /** Nothing is known of a table whose load has failed half way. */
  readonly #loaded = new Map<TableName, KernelTable | undefined>();
  /** Also of rules that are disabled now, for when they are enabled again. */
  #resting: ReadonlyMap<string, Counters> = new Map();
  /** What rules had counted before they changed by themselves, by table: the kernel began anew with them. */
  readonly #earlier = new Map<TableName, Map<string, Counters>>();
  readonly #reading = new SharedReading<TableName, ReadonlyMap<string, Counters>>((tables) => this.#read([...tables]));

  constructor(family: Family, managementPort: number) {
    this.#tool = family === 'ip' ? 'iptables-legacy' : 'ip6tables-legacy';
    this.#managementPort = managementPort;
  }

  has(table: TableName): boolean {
    return this.#loaded.has(table);
  }

  /** Loads those of the tables that differ from what the kernel has; counters of the rules in `reset` begin anew. */
  async load(tables: readonly KernelTable[], reset: ReadonlySet<string>): Promise<void> {
    this.#resting = without(this.#resting, reset);
    const changed = tables.filter((table) => this.#isChanged(table, reset));
    if (changed.length === 0) return;
    const [table] = changed;
    const before = this.#loaded.get(table?.name ?? 'filter');
    if (table !== undefined && before !== undefined && changed.length === 1 && reset.size === 0) {
      const patch = patchOf(before, table, this.#resting);
      if (patch !== undefined) return this.#patch(table, patch);
    }
    await this.#loadAll(changed, reset);
  }

  async #loadAll(tables: readonly KernelTable[], reset: ReadonlySet<string>): Promise<void> {
    this.#resting = without(await this.counters(tables.map(({ name }) => name)), reset);
    const text = tables.map((table) => restoreText(table, this.#resting, this.#managementPort)).join('');
    await this.#restore(tables, ['-c'], text);
    for (const { name } of tables) this.#earlier.delete(name);
  }

  async #patch(table: KernelTable, { text, gone, come }: TablePatch): Promise<void> {
    const listed = listedCounters(await this.#restore([table], ['--noflush', '-c'], text));
    const earlier = this.#earlier.get(table.name) ?? new Map<string, Counters>();
    this.#earlier.set(table.name, earlier);
    const resting = new Map(this.#resting);
    for (const [index, rule] of gone.entries()) {
      const total = sum(earlier.get(rule), listed[index]);
      earlier.delete(rule);
      (come.has(rule) ? earlier : resting).set(rule, total);
    }
    this.#resting = resting;
  }

  /** Gives what it prints. */
  async #restore(tables: readonly KernelTable[], options: readonly string[], text: string): Promise<string> {
    for (const { name } of tables) this.#loaded.set(name, undefined);
    const result = await runBriefly([`${this.#tool}-restore`, ...options], { input: text });
    if (result.exitCode !== 0) throw restoreFailure(text, result.stderr);
    for (const table of tables) this.#loaded.set(table.name, table);
    return result.stdout;
  }

  #isChanged(table: KernelTable, reset: ReadonlySet<string>): boolean {
    const isReset =
      reset.size > 0 &&
      (table.chains.some(({ rules }) => rules.some(({ name }) => reset.has(name))) ||
        table.around?.before?.some(({ name = '' }) => reset.has(name)) === true);
    const before = this.#loaded.get(table.name);
    return isReset || before === undefined || !isSameTable(before, table);
  }

  /** Packets and bytes by the rules' names in the kernel, as they are now in these tables. */
  async counters(tables: readonly TableName[]): Promise<ReadonlyMap<string, Counters>> {
    const asked = tables.filter((name) => this.#hasCounters(name));
    if (asked.length === 0) return this.#resting;
    const read = await this.#reading.ask(asked);
    const counters = new Map([...this.#resting, ...read]);
    for (const name of asked)
      for (const [rule, counted] of this.#earlier.get(name) ?? []) counters.set(rule, sum(counters.get(rule), counted));
    return counters;
  }

  /** What is unknown may count. */
  #hasCounters(name: TableName): boolean {
    if (!this.#loaded.has(name)) return false;
    const table = this.#loaded.get(name);
    return table === undefined || isCounted(table);
  }

  async #read(tables: readonly TableName[]): Promise<ReadonlyMap<string, Counters>> {
    const one = tables.length === 1 ? ['-t', ...tables] : [];
    const { stdout } = await runBrieflyOrThrow([`${this.#tool}-save`, '-c', ...one]);
    return parseCounters(stdout);
  }
}

const isCounted = ({ chains, around = {} }: KernelTable): boolean =>
  chains.some(({ rules }) => rules.length > 0) || around.before?.some(({ name }) => name !== undefined) === true;

const none: Counters = { packets: 0, bytes: 0 };

const sum = (one: Counters = none, other: Counters = none): Counters => ({
  packets: one.packets + other.packets,
  bytes: one.bytes + other.bytes,
});

const without = (counters: ReadonlyMap<string, Counters>, reset: ReadonlySet<string>): ReadonlyMap<string, Counters> =>
  reset.size === 0 ? counters : new Map([...counters].filter(([rule]) => !reset.has(rule)));
