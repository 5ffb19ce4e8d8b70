import { RouterosError, trapCategories } from '../../routeros/routeros-error.ts';
import { IdSource } from './id-source.ts';
import { ItemList, requirePlace } from './item-list.ts';
import type { MenuChange } from './menu-change.ts';
import type { Item, MenuSpec, Props, Row } from './menu-spec.ts';
import { parsed, requireAll } from './parsed.ts';
import { renamedReferences } from './renamed-references.ts';

export interface AddOptions {
  readonly placeBefore?: string | undefined;
  readonly copyFrom?: string | undefined;
}

const noSuchItem = (): RouterosError => new RouterosError('no such item', { category: trapCategories.missing });

const idNumber = ({ id }: Row): number => Number.parseInt(id.slice(1), 16);

function initialItems({ initial = [], kind }: MenuSpec, ids: IdSource): readonly Item[] {
  if (kind === 'settings' && initial.length === 0) return [{ id: '*0', props: {} }];
  return initial.map((props) => ({ id: ids.next(), props }));
}

/** Whoever wants to know of changes. */
export interface MenuWatcher {
  changed(menu: Menu): void;
  /** An item that others call by its name has a new one. */
  renamed(menu: Menu, from: string, to: string): void;
  /** What the change was. */
  recorded?(menu: Menu, change: MenuChange): void;
}

/** How a menu is looked at. */
export interface Look {
  /** Will anybody look at what is computed? Yes, unless said otherwise; counters of a thousand rules take their time. */
  readonly figures?: boolean;
  /** What was read that short a time ago, in ms, will do: 0 unless given. */
  readonly recentMs?: number;
}

/** A menu with its items. Changes are checked here and announced; what they do to the kernel comes later. */
export class Menu {
  /** On which line of an imported file an item was made, by id. */
  readonly lines = new Map<string, number>();
  #refreshedAt = Number.NEGATIVE_INFINITY;
  readonly spec: MenuSpec;
  readonly path: readonly string[];
  readonly #watcher: MenuWatcher;
  readonly #ids: IdSource;
  readonly #initial: Map<string, Props>;
  readonly #items: ItemList;
  /** Names and defaults of what a row can show: thousands of rows are made at a time. */
  readonly #shown: readonly (readonly [name: string, byDefault: string | undefined])[];

  constructor(spec: MenuSpec, watcher: MenuWatcher, ids: IdSource = new IdSource()) {
    this.spec = spec;
    this.#shown = Object.entries(spec.properties).flatMap(([name, property]) =>
      property.writeOnly === true ? [] : [[name, property.default] as const],
    );
    this.#ids = ids;
    this.path = spec.path.split(' ').filter((part) => part !== '');
    this.#watcher = watcher;
    this.#items = new ItemList(initialItems(spec, ids));
    this.#initial = new Map(this.#items.all.map((item) => [item.id, item.props]));
  }

  get items(): readonly Item[] {
    const parts = this.spec.parts?.();
    return parts === undefined ? this.#items.all : parts.flatMap((part) => part.items);
  }

  /** What an item that every router has is delivered with; undefined for items that were added. */
  delivered(item: Item): Props | undefined {
    return this.#initial.get(item.id);
  }

  /** One more of what every router of its kind has. */
  deliver(props: Props): void {
    const item = { id: this.#ids.next(), props };
    this.#items.add(item);
    this.#initial.set(item.id, props);
    this.#watcher.changed(this);
  }

  /** The menu that an item lives in: this one, but for views. */
  #home(id: string): Menu {
    return this.spec.parts?.().find((part) => part.items.some((item) => item.id === id)) ?? this;
  }

  /** Settings have one item. */
  get settings(): Item {
    const item = this.#items.first;
    if (item === undefined) throw new Error(`${this.spec.path} has no settings`);
    return item;
  }

  /** With defaults and computed properties, as `print` and `get` see it. */
  row(item: Item): Row {
    const home = this.#home(item.id);
    if (home !== this) return this.#viewed(home.row(item), item);
    const props: Record<string, string> = {};
    for (const [name, byDefault] of this.#shown) {
      const value = item.props[name] ?? byDefault;
      if (value !== undefined) props[name] = value;
    }
    const computed = this.spec.computed?.(item);
    if (computed !== undefined) Object.assign(props, computed);
    return { id: item.id, props, dynamic: false, invalid: this.spec.invalid?.(item) };
  }

  /** A view may know more of an item than its own menu shows. */
  #viewed(row: Row, item: Item): Row {
    const more = this.spec.viewed?.(item);
    return more === undefined ? row : { ...row, props: { ...row.props, ...more } };
  }

  async rows({ figures = true, recentMs = 0 }: Look = {}): Promise<Row[]> {
    if (figures || this.spec.refreshes !== 'figures') await this.#refresh(recentMs);
    const rows = this.items.map((item) => this.row(item));
    const dynamic = this.spec.dynamicRows?.() ?? [];
    if (dynamic.length === 0) return rows;
    const all = this.spec.dynamicFirst === true ? [...dynamic, ...rows] : [...rows, ...dynamic];
    return this.spec.inOrderOfIds === true ? all.toSorted((a, b) => idNumber(a) - idNumber(b)) : all;
  }

  /** The row of an item of this menu, without a look at all others; `figures`: are its computed properties asked for? */
  async rowOf(id: string, { figures = true }: Look = {}): Promise<Row | undefined> {
    const item = this.spec.parts === undefined ? this.#items.get(id) : undefined;
    if (item === undefined) return undefined;
    if (figures && this.spec.refreshes !== 'rows') await this.#refresh();
    return this.row(item);
  }

  async #refresh(recentMs = 0): Promise<void> {
    if (performance.now() - this.#refreshedAt < recentMs) return;
    await this.spec.refresh?.();
    this.#refreshedAt = performance.now();
  }

  /** Is it the id of an item of this menu? */
  has(id: string): boolean {
    return this.spec.parts === undefined && this.#items.get(id) !== undefined;
  }

  find(id: string): Item {
    const isView = this.spec.parts !== undefined;
    const item = isView ? this.items.find((candidate) => candidate.id === id) : this.#items.get(id);
    if (item === undefined) throw noSuchItem();
    return item;
  }

  async add(given: Props, options: AddOptions = {}): Promise<Item> {
    const copied = options.copyFrom === undefined ? {} : this.find(options.copyFrom).props;
    const props = this.#complete({ ...copied, ...parsed(this.spec, given) });
    requireAll(this.spec, props);
    this.spec.check?.(props, undefined);
    if (options.placeBefore !== undefined) requirePlace(this.#items, options.placeBefore);
    const item: Item = { id: this.#ids.next(), props };
    // It may become something dynamic, which no earlier look has seen.
    this.#refreshedAt = Number.NEGATIVE_INFINITY;
    await this.#put(item, options.placeBefore);
    return item;
  }

  async set(id: string, given: Props, unset: readonly string[] = []): Promise<void> {
    const home = this.#home(id);
    if (home !== this) return home.set(id, given, unset);
    const before = this.find(id);
    const fresh = parsed(this.spec, given);
    this.spec.beforeSet?.(fresh);
    const props = { ...before.props, ...fresh };
    for (const name of unset) delete props[name];
    const complete = this.#complete(props);
    this.spec.check?.(complete, before);
    await this.#replace({ id, props: complete }, before);
  }

  /** `set` of what `print` shows: an item, or something dynamic that can be changed. */
  async setRow(row: Row, given: Props, unset: readonly string[] = []): Promise<void> {
    if (!row.dynamic || this.spec.setDynamic === undefined) return this.set(row.id, given, unset);
    await this.spec.setDynamic(row, parsed(this.spec, given));
  }

  /** `remove` of several, in their order. */
  async removeAll(rows: readonly Row[]): Promise<void> {
    this.#refreshedAt = Number.NEGATIVE_INFINITY;
    const { removeDynamicRows } = this.spec;
    if (removeDynamicRows !== undefined && rows.every(({ dynamic }) => dynamic)) return removeDynamicRows(rows);
    for (const row of rows) await this.remove(row);
  }

  async remove(row: Row): Promise<void> {
    if (row.dynamic) {
      if (this.spec.removeDynamic === undefined)
        throw new RouterosError('failure: can not remove dynamic item', { category: trapCategories.general });
      return this.spec.removeDynamic(row);
    }
    const home = this.#home(row.id);
    if (home !== this) return home.remove(row);
    const item = this.find(row.id);
    this.spec.beforeRemove?.(item);
    await this.#take(item);
  }

  /** `move`: the items keep their order among themselves. */
  move(ids: readonly string[], before: string | undefined): void {
    const moving = ids.map((id) => this.find(id));
    const rest = this.#items.all.filter((item) => !moving.includes(item));
    const at = before === undefined ? rest.length : rest.findIndex((item) => item.id === before);
    if (at < 0) return;
    this.#reorder([...rest.slice(0, at), ...moving, ...rest.slice(at)].map(({ id }) => id));
  }

  #announceName(before: Item, item: Item): void {
    const key = this.spec.key ?? '';
    const [from, to] = [before.props[key], item.props[key]];
    if (from !== undefined && to !== undefined && from !== to) this.#watcher.renamed(this, from, to);
  }

  /** An item of another menu has a new name: whoever named it names it so. */
  renameReferences(menu: string, from: string, to: string): void {
    for (const item of renamedReferences(this.spec, this.#items.all, { menu, from, to }))
      this.#record({ kind: 'changed', item, was: this.find(item.id) }, () => this.#items.replace(item));
  }

  /** Does again, or takes back, what was done before. What is not there any more is passed over. */
  async apply(change: MenuChange): Promise<void> {
    if (change.kind === 'ordered') return this.#reorder(change.ids);
    const { item } = change;
    const there = this.#items.get(item.id);
    if (change.kind === 'added' && there === undefined) return this.#put(item, change.before);
    if (change.kind === 'removed' && there !== undefined) return this.#take(there);
    if (change.kind === 'changed' && there !== undefined) return this.#replace(item, there);
  }

  async #put(item: Item, before: string | undefined): Promise<void> {
    const place = before !== undefined && this.#items.get(before) !== undefined ? before : undefined;
    this.#record({ kind: 'added', item, before: place }, () => this.#items.add(item, place));
    await this.spec.afterAdd?.(item);
  }

  async #replace(item: Item, was: Item): Promise<void> {
    this.#record({ kind: 'changed', item, was }, () => this.#items.replace(item));
    this.#announceName(was, item);
    await this.spec.afterSet?.(item, was);
  }

  async #take(item: Item): Promise<void> {
    const before = this.spec.ordered === true ? this.#items.next(item.id) : undefined;
    this.#record({ kind: 'removed', item, before }, () => this.#items.remove(item.id));
    await this.spec.afterRemove?.(item);
  }

  #reorder(ids: readonly string[]): void {
    const was = this.#items.all.map(({ id }) => id);
    const known = new Set(ids);
    const sorted = ids.flatMap((id) => this.#items.get(id) ?? []);
    const others = this.#items.all.filter(({ id }) => !known.has(id));
    this.#record({ kind: 'ordered', ids, was }, () => this.#items.replaceAll([...sorted, ...others]));
  }

  #record(change: MenuChange, work: () => void): void {
    work();
    this.#watcher.changed(this);
    this.#watcher.recorded?.(this, change);
  }

  #complete(props: Props): Props {
    return this.spec.complete?.(props) ?? props;
  }
}
