import type { History } from './history.ts';

/** A terminal that has the router in safe mode. */
export interface SafeModeOwner {
  /** Safe mode has gone to somebody else, or there were too many changes to keep. */
  lost(notice: string): void;
}

/** One terminal at a time can have it: what it and others change is undone should it end by accident. */
export class SafeMode {
  readonly #history: History;
  readonly #commit: () => Promise<void>;
  #owner: SafeModeOwner | undefined;

  constructor(history: History, commit: () => Promise<void>) {
    this.#history = history;
    this.#commit = commit;
  }

  get isTaken(): boolean {
    return this.#owner !== undefined;
  }

  isOf(owner: SafeModeOwner): boolean {
    return this.#owner === owner;
  }

  take(owner: SafeModeOwner): void {
    this.#owner = owner;
    this.#history.float();
  }

  /** What was changed stays. */
  release(): void {
    this.#owner = undefined;
    this.#history.sink();
  }

  /** Somebody else's changes stay, or are taken back; then it is the new owner's. */
  async hijack(owner: SafeModeOwner, { unrolls }: { readonly unrolls: boolean }): Promise<void> {
    const former = this.#owner;
    if (unrolls) await this.unroll();
    else this.release();
    former?.lost('[Safe mode released by another user]');
    this.take(owner);
  }

  /** What was changed is taken back. */
  async unroll(): Promise<void> {
    this.#owner = undefined;
    await this.#history.unroll();
    await this.#commit();
  }

  /** There is no room for all that was changed: nothing will be taken back. */
  overflow(): void {
    const former = this.#owner;
    this.#owner = undefined;
    former?.lost('[Safe Mode released]');
  }
}
