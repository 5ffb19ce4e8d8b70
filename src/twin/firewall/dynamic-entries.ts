import { formatDuration } from '../../routeros/duration.ts';
import type { AddressSets, DynamicEntry, ListedAddress } from '../kernel/address-sets.ts';
import type { Family } from '../kernel/matchers/matching.ts';
import { refused } from '../kernel/matchers/matching.ts';
import type { IdSource } from '../menu/id-source.ts';
import type { Props, Row } from '../menu/menu-spec.ts';
import type { Twin } from '../twin.ts';
import type { CreationTimes } from './creation-times.ts';
import { secondsOf, shownAddress } from './listed-address.ts';

interface Beginning {
  readonly list: string;
  readonly id: string;
  readonly creationTime: string;
  readonly comment: string | undefined;
  /** Somebody has seen it before the rule that entered it has told of it. */
  readonly untold?: boolean;
}

/** What is told about an entry that somebody makes by hand. */
export interface Told {
  readonly comment?: string | undefined;
  /** What `add` has answered; without it, a new one. */
  readonly id?: string;
}

interface DynamicEntriesOptions {
  readonly twin: Twin;
  readonly family: Family;
  readonly sets: AddressSets;
  readonly ids: IdSource;
  readonly times: CreationTimes;
  /** Static entries are not shown twice. */
  readonly isStatic: (list: string, address: string) => boolean;
}

const keyOf = (list: string, address: string): string => `${list} ${address}`;

/** What rules and people put on the address lists of one family for a time: the kernel has it, we know when it began. */
export class DynamicEntries {
  readonly #options: DynamicEntriesOptions;
  /** Beginning and id: the kernel knows neither. */
  readonly #known = new Map<string, Beginning>();
  /** Lists that can hold such entries; the others need not be looked into. */
  readonly #lists = new Set<string>();
  #rows: readonly Row[] = [];
  /** How often an entry has ended by itself, by list. */
  readonly expired = new Map<string, number>();

  constructor(options: DynamicEntriesOptions) {
    this.#options = options;
  }

  /** As they were when they were last read. */
  get rows(): readonly Row[] {
    return this.#rows;
  }

  expectIn(list: string): void {
    this.#lists.add(list);
  }

  canBeIn(list: string): boolean {
    return this.#lists.has(list);
  }

  begin(list: string, address: string, { comment, id = this.#options.ids.next() }: Told = {}): void {
    // Nobody begins what is there: it has ended meanwhile.
    const known = this.#known.get(keyOf(list, address));
    if (known !== undefined && known.untold !== true) this.#end(list);
    this.#known.set(keyOf(list, address), { list, id, creationTime: this.#options.times.now(), comment });
  }

  #end(list: string): void {
    this.expired.set(list, (this.expired.get(list) ?? 0) + 1);
  }

  async add(list: string, address: string, seconds: number, told: Told = {}): Promise<void> {
    await this.#options.sets.addDynamic(list, address, seconds);
    this.#known.delete(keyOf(list, address));
    this.begin(list, address, told);
  }

  async remove(entries: readonly ListedAddress[]): Promise<void> {
    await this.#options.sets.removeDynamic(entries);
    for (const { list, address } of entries) this.#known.delete(keyOf(list, this.#shown(address)));
  }

  async removeAll(): Promise<void> {
    await this.remove(await this.#options.sets.entries());
  }

  async has(list: string, address: string): Promise<boolean> {
    if (this.#isFilledByRules()) await this.#options.twin.flushLog();
    if (!this.#known.has(keyOf(list, address))) return false;
    const entries = await this.#options.sets.entries();
    return entries.some((entry) => entry.list === list && this.#shown(entry.address) === address);
  }

  #shown(address: string): string {
    return shownAddress(this.#options.family, address);
  }

  async read(): Promise<void> {
    if (this.#lists.size === 0 && !this.#isFilledByRules()) {
      this.#rows = [];
      return;
    }
    await this.#options.twin.flushLog();
    this.#rows = this.#rowsOf(await this.#options.sets.entries());
  }

  #isFilledByRules(): boolean {
    const { twin, family } = this.#options;
    return ['filter', 'nat', 'mangle', 'raw'].some((table) =>
      twin.menus.find([family, 'firewall', table])?.items.some(({ props }) => props['address-list'] !== undefined),
    );
  }

  /** What has ended is forgotten, so that it begins anew next time. */
  #rowsOf(entries: readonly DynamicEntry[]): Row[] {
    const shown = entries
      .map((entry) => ({ ...entry, address: this.#shown(entry.address) }))
      .filter(({ list, address }) => !this.#options.isStatic(list, address));
    const present = new Set(shown.map(({ list, address }) => keyOf(list, address)));
    for (const [key, { list }] of this.#known) if (!present.has(key) && this.#known.delete(key)) this.#end(list);
    return shown.map((entry) => this.#row(entry));
  }

  #row({ list, address, remainingSeconds }: DynamicEntry): Row {
    const key = keyOf(list, address);
    const { id, creationTime, comment } = this.#known.get(key) ?? this.#untold(list, address);
    const timeout = remainingSeconds === undefined ? {} : { timeout: formatDuration(remainingSeconds * 1000) };
    const props = { list, address, 'creation-time': creationTime, ...timeout, disabled: 'no' };
    return { id, dynamic: true, props: comment === undefined ? props : { ...props, comment } };
  }

  #untold(list: string, address: string): Beginning {
    const id = this.#options.ids.next();
    const beginning = { list, id, creationTime: this.#options.times.now(), comment: undefined, untold: true };
    this.#known.set(keyOf(list, address), beginning);
    return beginning;
  }

  /** One can be given another time and a comment. */
  async change({ props }: Row, given: Props): Promise<void> {
    const { list = '', address = '' } = props;
    const { timeout, comment, ...others } = given;
    const [other] = Object.keys(others);
    if (other !== undefined) throw refused(`another ${other} for a dynamic entry`);
    if (timeout !== undefined) await this.#options.sets.addDynamic(list, address, secondsOf(timeout));
    const key = keyOf(list, address);
    const known = this.#known.get(key);
    if (comment !== undefined && known !== undefined) this.#known.set(key, { ...known, comment });
  }
}
