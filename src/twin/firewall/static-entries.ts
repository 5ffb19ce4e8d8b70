import { recordTypes } from '../dns/dns-record.ts';
import { ListedAddresses } from '../kernel/listed-addresses.ts';
import type { Family } from '../kernel/matchers/matching.ts';
import type { Item, Row } from '../menu/menu-spec.ts';
import { isEnabled } from '../menu/menu-spec.ts';
import type { Twin } from '../twin.ts';
import { isName } from './listed-address.ts';
import { ListedNames } from './listed-names.ts';

/** What of the configuration stands on the address lists of one family. */
export class StaticEntries {
  readonly #family: Family;
  readonly #names: ListedNames;
  /** Ids by list, and there by address. */
  readonly #ids = new Map<string, Map<string, string>>();
  /** Addresses of enabled entries by list. */
  readonly #addresses = new Map<string, ListedAddresses>();

  /** `touch`: what a name stands for has changed. */
  constructor(twin: Twin, family: Family, touch: () => Promise<void>) {
    this.#family = family;
    const type = family === 'ip' ? recordTypes['A'] : recordTypes['AAAA'];
    this.#names = new ListedNames(twin, type, async ({ item, gone, come }) => {
      const addresses = this.mention(item.props['list'] ?? '');
      for (const address of gone) addresses.delete(address);
      for (const address of come) addresses.add(address);
      await touch();
    });
  }

  /** By list, for the kernel. */
  get addresses(): ReadonlyMap<string, ListedAddresses> {
    return this.#addresses;
  }

  /** A list that is named exists, if empty. */
  mention(list: string): ListedAddresses {
    const known = this.#addresses.get(list) ?? new ListedAddresses();
    this.#addresses.set(list, known);
    return known;
  }

  idOf(list: string, address: string): string | undefined {
    return this.#ids.get(list)?.get(address);
  }

  remember(item: Item): void {
    const { list = '', address = '' } = item.props;
    if (address !== '') this.#number(list, address, item.id);
    if (!isEnabled(item)) return;
    if (isName(this.#family, address)) this.#names.watch(item);
    else if (address !== '') this.mention(list).add(address);
    this.mention(list);
  }

  #number(list: string, address: string, id: string): void {
    const known = this.#ids.get(list) ?? new Map<string, string>();
    this.#ids.set(list, known.set(address, id));
  }

  forget(item: Item): void {
    const { list = '', address = '' } = item.props;
    this.#ids.get(list)?.delete(address);
    this.mention(list).delete(address);
    for (const resolved of this.#names.forget(item)) this.mention(list).delete(resolved);
  }

  /** An entry for each address of a name. */
  resolved(): Row[] {
    return this.#names.rows();
  }

  /** Is it of a name? */
  isResolved(id: string): boolean {
    return this.#names.has(id);
  }
}
