import type { AddressSets, DynamicEntry, ListedAddress, Sets } from './address-sets.ts';

/** The same for a twin that stands alone: no packet puts anything on a list, but people do, and time passes. */
export class MemoryAddressSets implements AddressSets {
  readonly #uptimeMs: () => number;
  readonly #entries = new Map<
    string,
    { readonly list: string; readonly address: string; readonly endMs: number | undefined }
  >();

  constructor(uptimeMs: () => number) {
    this.#uptimeMs = uptimeMs;
  }

  of(list: string): Sets {
    return { union: list, fixed: list, dynamic: list };
  }

  async enact(): Promise<void> {}

  async entries(): Promise<readonly DynamicEntry[]> {
    const nowMs = this.#uptimeMs();
    for (const [key, { endMs }] of this.#entries) if (endMs !== undefined && endMs <= nowMs) this.#entries.delete(key);
    return [...this.#entries.values()].map(({ list, address, endMs }) => ({
      list,
      address,
      remainingSeconds: endMs === undefined ? undefined : Math.ceil((endMs - nowMs) / 1000),
    }));
  }

  async addDynamic(list: string, address: string, seconds: number): Promise<void> {
    const endMs = seconds === 0 ? undefined : this.#uptimeMs() + seconds * 1000;
    this.#entries.set(`${list} ${address}`, { list, address, endMs });
  }

  async removeDynamic(entries: readonly ListedAddress[]): Promise<void> {
    for (const { list, address } of entries) this.#entries.delete(`${list} ${address}`);
  }

  async flush(): Promise<void> {}
  async lapse(): Promise<void> {}
  async lapsed(): Promise<void> {}
}
