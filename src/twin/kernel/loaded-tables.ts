import { runCommand, runOrThrow } from '../../process/run-command.ts';
import type { Family } from './matchers/matching.ts';
import { restoreFailure } from './restore-failure.ts';
import type { Counters, KernelTable, TableName } from './ruleset.ts';
import { parseCounters, restoreText } from './ruleset.ts';

/** One family's tables as the kernel has them from here: only what changes is loaded again, and its counters go on. */
export class LoadedTables {
  readonly #tool: string;
  readonly #managementPort: number;
  /** As they were loaded, with no counter above zero. */
  readonly #loaded = new Map<TableName, string>();
  /** Also of rules that are disabled now, for when they are enabled again. */
  #resting: ReadonlyMap<string, Counters> = new Map();

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
    const names = changed.map(({ name }) => name);
    this.#resting = without(await this.counters(names), reset);
    // Of what fails half way nobody knows how far it came.
    for (const name of names) this.#loaded.set(name, '');
    const text = changed.map((table) => restoreText(table, this.#resting, this.#managementPort)).join('');
    const result = await runCommand([`${this.#tool}-restore`, '-c'], { input: text });
    if (result.exitCode !== 0) throw restoreFailure(text, result.stderr);
    for (const table of changed) this.#loaded.set(table.name, this.#uncounted(table));
  }

  #isChanged(table: KernelTable, reset: ReadonlySet<string>): boolean {
    const isReset = table.chains.some(({ rules }) => rules.some(({ name }) => reset.has(name)));
    return isReset || this.#loaded.get(table.name) !== this.#uncounted(table);
  }

  #uncounted(table: KernelTable): string {
    return restoreText(table, new Map(), this.#managementPort);
  }

  /** Packets and bytes by the rules' names in the kernel, as they are now in these tables. */
  async counters(tables: readonly TableName[]): Promise<ReadonlyMap<string, Counters>> {
    const asked = tables.filter((name) => this.#loaded.has(name));
    if (asked.length === 0) return this.#resting;
    const one = asked.length === 1 ? ['-t', ...asked] : [];
    const { stdout } = await runOrThrow([`${this.#tool}-save`, '-c', ...one]);
    return new Map([...this.#resting, ...parseCounters(stdout)]);
  }
}

const without = (counters: ReadonlyMap<string, Counters>, reset: ReadonlySet<string>): ReadonlyMap<string, Counters> =>
  reset.size === 0 ? counters : new Map([...counters].filter(([rule]) => !reset.has(rule)));
