import { RouterosError, trapCategories } from '../../routeros/routeros-error.ts';
import type { AddressSets } from '../kernel/address-sets.ts';
import type { ListedAddresses } from '../kernel/listed-addresses.ts';
import type { Family } from '../kernel/matchers/matching.ts';
import { refused } from '../kernel/matchers/matching.ts';
import { duration } from '../menu/duration-types.ts';
import type { IdSource } from '../menu/id-source.ts';
import type { Item, MenuSpec, Props, Row } from '../menu/menu-spec.ts';
import { boolean, filledWord, text, word } from '../menu/property-type.ts';
import { disabledDynamic } from '../menus/flag-orders.ts';
import type { Twin } from '../twin.ts';
import { CreationTimes } from './creation-times.ts';
import { DynamicEntries, type Told } from './dynamic-entries.ts';
import { listedAddress, partsOf, secondsOf, shownAddress } from './listed-address.ts';
import { StaticEntries } from './static-entries.ts';

/** 35w3d13h13m56s, the longest that RouterOS keeps (firewall-facts 2.1). */
const longestSeconds = 21_474_836;

const alreadyThere = (): RouterosError =>
  new RouterosError('failure: already have such entry', { category: trapCategories.general });

/** The address lists of one family: static entries, names, and what rules and people put there for a time. */
export class AddressLists {
  readonly ids: IdSource;
  readonly #twin: Twin;
  readonly #family: Family;
  readonly #touch: () => Promise<void>;
  readonly #times: CreationTimes;
  readonly #static: StaticEntries;
  readonly #dynamic: DynamicEntries;
  /** Of static entries, by id. */
  readonly #created = new Map<string, string>();
  /** What rules are about to make static: until then the kernel has it as dynamic. */
  readonly #keeping = new Set<string>();

  constructor(twin: Twin, family: Family, sets: AddressSets, ids: IdSource, touch: () => Promise<void>) {
    this.#twin = twin;
    this.#family = family;
    this.ids = ids;
    this.#touch = touch;
    this.#times = new CreationTimes(twin);
    this.#static = new StaticEntries(twin, family, touch);
    this.#dynamic = new DynamicEntries({
      twin,
      family,
      sets,
      ids,
      times: this.#times,
      isStatic: (list, address) => this.#static.idOf(list, address) !== undefined,
    });
  }

  get #path(): string {
    return `${this.#family} firewall address-list`;
  }

  /** Static addresses by list, for the kernel. */
  fixed(): ReadonlyMap<string, ListedAddresses> {
    return this.#static.addresses;
  }

  /** Makes a list that nothing names yet, for a dynamic entry; was there none? */
  ensure(list: string): boolean {
    this.#dynamic.expectIn(list);
    if (this.#static.addresses.has(list)) return false;
    this.#static.mention(list);
    return true;
  }

  enlist(list: string, address: string, seconds: number, told?: Told): Promise<void> {
    return this.#dynamic.add(list, address, seconds, told);
  }

  /** How often an entry of a list has ended by itself. */
  get expired(): ReadonlyMap<string, number> {
    return this.#dynamic.expired;
  }

  /** No reboot is survived by what has no place in the configuration. */
  forgetDynamic(): Promise<void> {
    return this.#dynamic.removeAll();
  }

  /** A rule has put an address on a list. */
  begin(list: string, address: string, rule: Item): void {
    this.#dynamic.expectIn(list);
    const shown = shownAddress(this.#family, address);
    if (rule.props['address-list-timeout'] === 'none-static') void this.#keep(list, address, shown);
    else this.#dynamic.begin(list, shown);
  }

  /** `none-static`: an entry of the configuration from now on (firewall-facts 2.1). */
  async #keep(list: string, address: string, shown: string): Promise<void> {
    if (this.#static.idOf(list, shown) !== undefined) return;
    this.#keeping.add(`${list} ${shown}`);
    try {
      await this.#twin.menus.get(this.#path).add({ list, address: shown });
      await this.#touch();
      await this.#dynamic.remove([{ list, address }]);
    } finally {
      this.#keeping.delete(`${list} ${shown}`);
    }
  }

  menu(): MenuSpec {
    const { version } = this.#twin;
    return {
      path: this.#path,
      kind: 'list',
      columns: ['list', 'address', 'creation-time', 'timeout'],
      flags: disabledDynamic(version),
      touches: ['firewall'],
      // Creation order, dynamic mixed with static (firewall-facts 2.3).
      inOrderOfIds: true,
      properties: {
        list: { type: filledWord, required: true },
        address: { type: listedAddress(this.#family) },
        timeout: { type: duration },
        dynamic: { type: boolean, readonly: true },
        'creation-time': { type: word, readonly: true },
        comment: { type: text },
        disabled: { type: boolean, default: 'no' },
      },
      check: (props, before) => this.#check(props, before),
      refreshes: 'rows',
      refresh: () => this.#dynamic.read(),
      computed: ({ id }) => ({ 'creation-time': this.#created.get(id) ?? '' }),
      dynamicRows: () => [...this.#static.resolved(), ...this.#dynamic.rows],
      setDynamic: (row, given) => this.#dynamic.change(row, given),
      removeDynamic: (row) => this.#removeDynamic([row]),
      removeDynamicRows: (rows) => this.#removeDynamic(rows),
      afterAdd: (item) => this.#added(item),
      afterSet: (item, before) => this.#set(item, before),
      afterRemove: (item) => {
        this.#created.delete(item.id);
        this.#static.forget(item);
      },
    };
  }

  #check({ list = '', address = '', timeout, disabled }: Props, before: Item | undefined): void {
    const id = this.#static.idOf(list, address);
    if (address !== '' && id !== undefined && id !== before?.id) throw alreadyThere();
    if (timeout === undefined) return;
    if (secondsOf(timeout) > longestSeconds)
      throw new RouterosError('value of timeout is out of range (00:00:00 .. 35w3d13:13:56)', {
        category: trapCategories.argument,
      });
    if (disabled === 'yes') throw refused('a timeout on a disabled entry');
  }

  async #added(item: Item): Promise<void> {
    const { list = '', address = '' } = item.props;
    this.#created.set(item.id, this.#times.now());
    this.#static.remember(item);
    const isKept = this.#keeping.has(`${list} ${address}`);
    // Also what a rule has put on the list is there already (firewall-facts 2.1).
    if (!isKept && this.#dynamic.canBeIn(list) && (await this.#dynamic.has(list, address))) {
      await this.#takeBack(item);
      throw alreadyThere();
    }
    await this.#enlistForATime(item);
  }

  async #set(item: Item, before: Item): Promise<void> {
    this.#static.forget(before);
    this.#static.remember(item);
    await this.#enlistForATime(item);
  }

  /** An entry with a timeout is dynamic and no part of the configuration (firewall-facts 2.1). */
  async #enlistForATime(item: Item): Promise<void> {
    const { list = '', address = '', timeout, comment } = item.props;
    if (timeout === undefined) return;
    await this.#takeBack(item);
    this.ensure(list);
    // The kernel is told with whatever else the command or the import changes.
    for (const [index, part] of partsOf(address).entries())
      await this.enlist(list, part, secondsOf(timeout), index === 0 ? { comment, id: item.id } : { comment });
  }

  #takeBack({ id, props }: Item): Promise<void> {
    return this.#twin.menus.get(this.#path).remove({ id, props, dynamic: false });
  }

  /** Up to the first that only its name's removal takes away. */
  async #removeDynamic(rows: readonly Row[]): Promise<void> {
    const resolved = rows.findIndex(({ id }) => this.#static.isResolved(id));
    const removed = resolved === -1 ? rows : rows.slice(0, resolved);
    await this.#dynamic.remove(removed.map(({ props: { list = '', address = '' } }) => ({ list, address })));
    if (resolved !== -1) throw new RouterosError('no such item', { category: trapCategories.missing });
  }
}
