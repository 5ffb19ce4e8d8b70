import { IdSource } from '../menu/id-source.ts';
import type { Item, Row } from '../menu/menu-spec.ts';
import { dateTimeText } from '../time/date-text.ts';
import type { Twin } from '../twin.ts';

interface Resolved {
  readonly address: string;
  readonly id: string;
  readonly creationTime: string;
}

interface Watched {
  readonly item: Item;
  resolved: readonly Resolved[];
  cancel: () => void;
}

/** A name that is not answered is asked for again. */
const retryMs = 30_000;
const shortestTtlMs = 1000;

interface Change {
  readonly item: Item;
  readonly gone: readonly string[];
  readonly come: readonly string[];
}

/** Names on address lists: a dynamic entry for each address, with the name as its comment, renewed by its TTL (firewall-facts 2.2). */
export class ListedNames {
  readonly #twin: Twin;
  readonly #type: number;
  readonly #changed: (change: Change) => Promise<void>;
  readonly #watched = new Map<string, Watched>();
  readonly #ids = new IdSource(0x100000);

  /** `type`: of DNS records. */
  constructor(twin: Twin, type: number | undefined, changed: (change: Change) => Promise<void>) {
    this.#twin = twin;
    this.#type = type ?? 1;
    this.#changed = changed;
  }

  watch(item: Item): void {
    const watched: Watched = { item, resolved: [], cancel: () => undefined };
    this.#watched.set(item.id, watched);
    void this.#look(watched);
  }

  /** Gives the addresses that were listed for it. */
  forget({ id }: Item): string[] {
    const watched = this.#watched.get(id);
    watched?.cancel();
    this.#watched.delete(id);
    return watched?.resolved.map(({ address }) => address) ?? [];
  }

  has(id: string): boolean {
    return [...this.#watched.values()].some(({ resolved }) => resolved.some((entry) => entry.id === id));
  }

  rows(): Row[] {
    return [...this.#watched.values()].flatMap(({ item, resolved }) =>
      resolved.map(({ address, id, creationTime }) => ({
        id,
        dynamic: true,
        props: {
          list: item.props['list'] ?? '',
          address,
          'creation-time': creationTime,
          comment: item.props['address'] ?? '',
          disabled: 'no',
        },
      })),
    );
  }

  async #look(watched: Watched): Promise<void> {
    const { clock, resolver } = this.#twin;
    const name = watched.item.props['address'] ?? '';
    const { records } = await resolver.names.answer({ name, type: this.#type }).catch(() => ({ records: [] }));
    if (this.#watched.get(watched.item.id) !== watched) return;
    const found = records.filter(({ type }) => type === this.#type);
    const ttlMs = Math.min(...found.map(({ ttlSeconds }) => ttlSeconds * 1000));
    const againMs = found.length === 0 ? retryMs : Math.max(shortestTtlMs, ttlMs);
    watched.cancel = clock.at(clock.uptimeMs + againMs, () => this.#look(watched));
    // Whoever does not answer leaves what was there.
    if (found.length > 0) await this.#take(watched, [...new Set(found.map(({ data }) => data))]);
  }

  async #take(watched: Watched, addresses: readonly string[]): Promise<void> {
    const before = watched.resolved;
    const gone = before.map(({ address }) => address).filter((address) => !addresses.includes(address));
    const come = addresses.filter((address) => before.every((known) => known.address !== address));
    if (gone.length + come.length === 0) return;
    const creationTime = dateTimeText(this.#twin.clock.wallMs, this.#twin.version);
    const fresh = come.map((address) => ({ address, id: this.#ids.next(), creationTime }));
    watched.resolved = [...before.filter(({ address }) => !gone.includes(address)), ...fresh];
    await this.#changed({ item: watched.item, gone, come });
  }
}
