import { isComposed, setMembers } from './set-members.ts';

export interface MemberChange {
  readonly member: string;
  readonly isListed: boolean;
}

/** The static addresses of one list, and what of them the kernel has not been told yet: one of a hundred thousand is told alone. */
export class ListedAddresses {
  readonly #all = new Set<string>();
  /** Those that share members with others, perhaps. */
  readonly #composed = new Set<string>();
  #changed = new Set<string>();
  #taken: ReadonlySet<string> = new Set();

  add(address: string): void {
    this.#all.add(address);
    if (isComposed(address)) this.#composed.add(address);
    this.#changed.add(address);
  }

  delete(address: string): void {
    if (!this.#all.delete(address)) return;
    this.#composed.delete(address);
    this.#changed.add(address);
  }

  /** What has changed and was not told before; `told` or `untold` says whether the kernel took it. */
  *take(): Generator<MemberChange> {
    this.#taken = this.#changed;
    if (this.#taken.size === 0) return;
    this.#changed = new Set();
    const shared = new Set([...this.#composed].flatMap(setMembers));
    for (const address of this.#taken) {
      const isListed = this.#all.has(address);
      for (const member of setMembers(address))
        if (isListed || !(shared.has(member) || this.#all.has(member))) yield { member, isListed };
    }
  }

  told(): void {
    this.#taken = new Set();
  }

  untold(): void {
    for (const address of this.#taken) this.#changed.add(address);
    this.told();
  }
}
