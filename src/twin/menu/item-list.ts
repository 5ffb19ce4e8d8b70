import { RouterosError, trapCategories } from '../../routeros/routeros-error.ts';
import type { Item } from './menu-spec.ts';

/** The items of a menu in their order. A hundred thousand can come, change and go one by one. */
export class ItemList {
  #byId = new Map<string, Item>();
  /** As it was last handed out; a change makes it another list. */
  #all: readonly Item[] | undefined;

  constructor(items: readonly Item[]) {
    this.#byId = byId(items);
  }

  get all(): readonly Item[] {
    this.#all ??= [...this.#byId.values()];
    return this.#all;
  }

  get first(): Item | undefined {
    return this.#byId.values().next().value;
  }

  get(id: string): Item | undefined {
    return this.#byId.get(id);
  }

  /** The id of the item that comes behind this one. */
  next(id: string): string | undefined {
    return this.all[this.all.findIndex((item) => item.id === id) + 1]?.id;
  }

  /** `before`: the id of the item that comes next; without it, the new one is the last. */
  add(item: Item, before?: string): void {
    if (before !== undefined) {
      const index = this.all.findIndex(({ id }) => id === before);
      this.replaceAll(this.all.toSpliced(index, 0, item));
      return;
    }
    this.#byId.set(item.id, item);
    this.#all = undefined;
  }

  /** In the place of the item with the same id. */
  replace(item: Item): void {
    this.#byId.set(item.id, item);
    this.#all = undefined;
  }

  remove(id: string): void {
    this.#byId.delete(id);
    this.#all = undefined;
  }

  replaceAll(items: readonly Item[]): void {
    this.#byId = byId(items);
    this.#all = items;
  }
}

const byId = (items: readonly Item[]): Map<string, Item> => new Map(items.map((item) => [item.id, item]));

/** What is added before an item needs one there. */
export function requirePlace(items: ItemList, id: string): void {
  if (items.get(id) !== undefined) return;
  throw new RouterosError("failure: item referred by 'place-before' does not exist", {
    category: trapCategories.general,
  });
}
