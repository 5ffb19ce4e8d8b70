import { formatDuration, parseDuration } from '../../routeros/duration.ts';
import { RouterosError, trapCategories } from '../../routeros/routeros-error.ts';
import { recordTypes } from '../dns/dns-record.ts';
import type { AddressSets, DynamicEntry } from '../kernel/address-sets.ts';
import { ListedAddresses } from '../kernel/listed-addresses.ts';
import type { Family } from '../kernel/matchers/matching.ts';
import { refused } from '../kernel/matchers/matching.ts';
import { setMembers } from '../kernel/set-members.ts';
import { addressRange } from '../menu/address-types.ts';
import { ip6Prefix } from '../menu/address6-types.ts';
import { duration } from '../menu/duration-types.ts';
import type { IdSource } from '../menu/menu.ts';
import type { Item, MenuSpec, Props, Row } from '../menu/menu-spec.ts';
import { isEnabled } from '../menu/menu-spec.ts';
import type { PropertyType } from '../menu/property-type.ts';
import { boolean, filledWord, text, word } from '../menu/property-type.ts';
import { disabledDynamic } from '../menus/flag-orders.ts';
import { dateTimeText } from '../time/date-text.ts';
import type { Twin } from '../twin.ts';
import { ListedNames } from './listed-names.ts';

interface Beginning {
  readonly id: string;
  readonly creationTime: string;
  readonly comment: string | undefined;
}

/** 35w3d13h13m56s, the longest that RouterOS keeps (firewall-facts 2.1). */
const longestSeconds = 21_474_836;

const alreadyThere = (): RouterosError =>
  new RouterosError('failure: already have such entry', { category: trapCategories.general });

/** The address lists of one family: static entries, names, and what rules and people put there for a time. */
export class AddressLists {
  readonly ids: IdSource;
  readonly #twin: Twin;
  readonly #family: Family;
  readonly #sets: AddressSets;
  readonly #names: ListedNames;
  readonly #touch: () => Promise<void>;
  /** Beginning and id of dynamic entries: the kernel knows neither. */
  readonly #known = new Map<string, Beginning>();
  readonly #created = new Map<string, string>();
  /** Ids of static entries by list, and there by address. */
  readonly #static = new Map<string, Map<string, string>>();
  /** Addresses of enabled static entries by list. */
  readonly #fixed = new Map<string, ListedAddresses>();
  /** Thousands of entries are made in one second: they share its text. */
  #lastSecond = { second: 0, text: '' };
  /** What rules are about to make static: until then the kernel has it as dynamic. */
  readonly #keeping = new Set<string>();
  #dynamic: readonly Row[] = [];
  /** Lists that can hold dynamic entries; the others need not be looked into. */
  readonly #timed = new Set<string>();

  constructor(twin: Twin, family: Family, sets: AddressSets, ids: IdSource, touch: () => Promise<void>) {
    this.#twin = twin;
    this.#family = family;
    this.#sets = sets;
    this.ids = ids;
    this.#touch = touch;
    this.#names = new ListedNames(twin, family === 'ip' ? recordTypes['A'] : recordTypes['AAAA'], (item) =>
      this.#resolved(item),
    );
  }

  get #path(): string {
    return `${this.#family} firewall address-list`;
  }

  /** Static addresses by list, for the kernel. */
  fixed(): ReadonlyMap<string, ListedAddresses> {
    return this.#fixed;
  }

  /** Makes a list that nothing names yet, for a dynamic entry; was there none? */
  ensure(list: string): boolean {
    this.#timed.add(list);
    if (this.#fixed.has(list)) return false;
    this.#fixed.set(list, new ListedAddresses());
    return true;
  }

  async enlist(list: string, address: string, seconds: number, comment?: string): Promise<void> {
    await this.#sets.addDynamic(list, address, seconds);
    this.#begin(list, address, comment);
  }

  /** No reboot is survived by what has no place in the configuration. */
  async forgetDynamic(): Promise<void> {
    for (const { list, address } of await this.#sets.entries()) await this.#sets.removeDynamic(list, address);
  }

  /** A rule has put an address on a list. */
  begin(list: string, address: string, rule: Item): void {
    this.#timed.add(list);
    if (rule.props['address-list-timeout'] === 'none-static') void this.#keep(list, address);
    else this.#begin(list, this.#shown(address));
  }

  /** `none-static`: an entry of the configuration from now on (firewall-facts 2.1). */
  async #keep(list: string, address: string): Promise<void> {
    const shown = this.#shown(address);
    if (this.#staticId(list, shown) !== undefined) return;
    this.#keeping.add(`${list} ${shown}`);
    try {
      await this.#twin.menus.get(this.#path).add({ list, address: shown });
      await this.#touch();
      await this.#sets.removeDynamic(list, address);
    } finally {
      this.#keeping.delete(`${list} ${shown}`);
    }
  }

  /** A single address of IPv6 is written with its length (firewall-facts 2.2). */
  #shown(address: string): string {
    return this.#family === 'ipv6' && !address.includes('/') ? `${address}/128` : address;
  }

  #begin(list: string, address: string, comment?: string): void {
    const creationTime = this.#now();
    this.#known.set(`${list} ${address}`, { id: this.ids.next(), creationTime, comment });
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
      refresh: () => this.#refresh(),
      computed: ({ id }) => ({ 'creation-time': this.#created.get(id) ?? '' }),
      dynamicRows: () => [...this.#names.rows(), ...this.#dynamic],
      setDynamic: (row, given) => this.#changeDynamic(row, given),
      removeDynamic: (row) => this.#removeDynamic(row),
      afterAdd: (item) => this.#added(item),
      afterSet: (item, before) => this.#set(item, before),
      afterRemove: (item) => {
        this.#created.delete(item.id);
        this.#forget(item);
      },
    };
  }

  #check({ list = '', address = '', timeout, disabled }: Props, before: Item | undefined): void {
    const id = this.#staticId(list, address);
    if (address !== '' && id !== undefined && id !== before?.id) throw alreadyThere();
    if (timeout === undefined) return;
    if (secondsOf(timeout) > longestSeconds)
      throw new RouterosError('value of timeout is out of range (00:00:00 .. 35w3d13:13:56)', {
        category: trapCategories.argument,
      });
    if (disabled === 'yes') throw refused('a timeout on a disabled entry');
  }

  async #refresh(): Promise<void> {
    if (this.#timed.size === 0 && !this.#isFilledByRules()) {
      this.#dynamic = [];
      return;
    }
    await this.#twin.flushLog();
    this.#dynamic = this.#rows(await this.#sets.entries());
  }

  #isFilledByRules(): boolean {
    return ['filter', 'nat', 'mangle', 'raw'].some((table) =>
      this.#twin.menus
        .find([this.#family, 'firewall', table])
        ?.items.some(({ props }) => props['address-list'] !== undefined),
    );
  }

  /** What has ended is forgotten, so that it begins anew next time. */
  #rows(entries: readonly DynamicEntry[]): Row[] {
    const shown = entries
      .map((entry) => ({ ...entry, address: this.#shown(entry.address) }))
      .filter(({ list, address }) => this.#staticId(list, address) === undefined);
    const present = new Set(shown.map(({ list, address }) => `${list} ${address}`));
    for (const key of this.#known.keys()) if (!present.has(key)) this.#known.delete(key);
    return shown.map((entry) => this.#row(entry));
  }

  #row({ list, address, remainingSeconds }: DynamicEntry): Row {
    const key = `${list} ${address}`;
    if (!this.#known.has(key)) this.#begin(list, address);
    const { id = '*0', creationTime = '', comment } = this.#known.get(key) ?? {};
    const timeout = remainingSeconds === undefined ? {} : { timeout: formatDuration(remainingSeconds * 1000) };
    const props = { list, address, 'creation-time': creationTime, ...timeout, disabled: 'no' };
    return { id, dynamic: true, props: comment === undefined ? props : { ...props, comment } };
  }

  async #added(item: Item): Promise<void> {
    const { list = '', address = '', timeout, comment } = item.props;
    this.#created.set(item.id, this.#now());
    this.#remember(item);
    const isKept = this.#keeping.has(`${list} ${address}`);
    if (!isKept && this.#timed.has(list) && (await this.#isDynamic(list, address))) {
      await this.#takeBack(item);
      throw alreadyThere();
    }
    if (timeout === undefined) return;
    // An entry with a timeout is dynamic and no part of the configuration (firewall-facts 2.1).
    await this.#takeBack(item);
    await this.#twin.commit();
    for (const part of partsOf(address))
      await this.#twin.firewall.enlist(this.#family, list, part, secondsOf(timeout), comment);
  }

  async #set(item: Item, before: Item): Promise<void> {
    this.#forget(before);
    this.#remember(item);
    const { list = '', address = '', timeout, comment } = item.props;
    if (timeout === undefined) return;
    await this.#takeBack(item);
    await this.#twin.commit();
    for (const part of partsOf(address))
      await this.#twin.firewall.enlist(this.#family, list, part, secondsOf(timeout), comment);
  }

  #takeBack({ id, props }: Item): Promise<void> {
    return this.#twin.menus.get(this.#path).remove({ id, props, dynamic: false });
  }

  /** Also what a rule has put on the list is there already (firewall-facts 2.1). */
  async #isDynamic(list: string, address: string): Promise<boolean> {
    return (await this.#sets.entries()).some((entry) => entry.list === list && this.#shown(entry.address) === address);
  }

  #remember(item: Item): void {
    const { list = '', address = '' } = item.props;
    if (address !== '') this.#makeStatic(list, address, item.id);
    if (!isEnabled(item)) return;
    if (this.#isName(address)) this.#names.watch(item);
    else if (address !== '') this.#mention(list).add(address);
    this.#mention(list);
  }

  #forget(item: Item): void {
    const { list = '', address = '' } = item.props;
    this.#static.get(list)?.delete(address);
    this.#mention(list).delete(address);
    for (const resolved of this.#names.forget(item)) this.#mention(list).delete(resolved);
  }

  /** A list that is named exists, if empty. */
  #mention(list: string): ListedAddresses {
    const known = this.#fixed.get(list) ?? new ListedAddresses();
    this.#fixed.set(list, known);
    return known;
  }

  #staticId(list: string, address: string): string | undefined {
    return this.#static.get(list)?.get(address);
  }

  #makeStatic(list: string, address: string, id: string): void {
    const known = this.#static.get(list) ?? new Map<string, string>();
    this.#static.set(list, known.set(address, id));
  }

  #now(): string {
    const { wallMs } = this.#twin.clock;
    const second = Math.floor(wallMs / 1000);
    if (second !== this.#lastSecond.second)
      this.#lastSecond = { second, text: dateTimeText(wallMs, this.#twin.version) };
    return this.#lastSecond.text;
  }

  #isName(address: string): boolean {
    return address !== '' && (this.#family === 'ip' ? addressRange : ip6Prefix).parse(address) === undefined;
  }

  /** The addresses of a name have changed. */
  async #resolved({
    item,
    gone,
    come,
  }: {
    item: Item;
    gone: readonly string[];
    come: readonly string[];
  }): Promise<void> {
    const addresses = this.#mention(item.props['list'] ?? '');
    for (const address of gone) addresses.delete(address);
    for (const address of come) addresses.add(address);
    await this.#touch();
  }

  /** An entry of a rule can be given another time and a comment. */
  async #changeDynamic({ props }: Row, given: Props): Promise<void> {
    const { list = '', address = '' } = props;
    const { timeout, comment, ...others } = given;
    const [other] = Object.keys(others);
    if (other !== undefined) throw refused(`another ${other} for a dynamic entry`);
    if (timeout !== undefined) await this.#sets.addDynamic(list, address, secondsOf(timeout));
    const key = `${list} ${address}`;
    const known = this.#known.get(key);
    if (comment !== undefined && known !== undefined) this.#known.set(key, { ...known, comment });
  }

  async #removeDynamic({ id, props }: Row): Promise<void> {
    if (this.#names.has(id)) throw new RouterosError('no such item', { category: trapCategories.missing });
    await this.#sets.removeDynamic(props['list'] ?? '', props['address'] ?? '');
  }
}

const secondsOf = (timeout: string): number => Math.ceil((parseDuration(timeout) ?? 0) / 1000);

/** A range with a timeout is one entry of the kernel for each prefix that it is made of. */
const partsOf = (address: string): readonly string[] => (address.includes('-') ? setMembers(address) : [address]);

/** An address, a prefix, a range; anything else is a name (firewall-facts 2.2). */
function listedAddress(family: Family): PropertyType {
  const address = family === 'ip' ? addressRange : ip6Prefix;
  return {
    parse: (given) => {
      if (given === '') return '';
      const known = address.parse(given);
      if (known !== undefined) return known;
      if (family === 'ipv6' && given.includes(':'))
        throw new RouterosError(`failure: ${given} is not a valid dns name`, { category: trapCategories.general });
      return /^[\w.*-]{1,253}(\/\d+)?$/.test(given) ? given : undefined;
    },
  };
}
