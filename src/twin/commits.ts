import type { Subsystem } from './menu/menu-spec.ts';

/** How each part of the kernel's state is brought up to what the menus say, in the order in which that is done. */
export type Enactors = Readonly<Record<Subsystem, () => Promise<void> | void>>;

/** Which parts of the kernel's state no longer follow the menus, and who is changing it now. */
export class Commits {
  readonly #enactors: readonly [Subsystem, () => Promise<void> | void][];
  readonly #touched = new Set<Subsystem>();
  #lastTurn: Promise<void> = Promise.resolve();

  constructor(enactors: Enactors) {
    this.#enactors = Object.entries(enactors) as [Subsystem, () => Promise<void> | void][];
  }

  touch(subsystems: readonly Subsystem[]): void {
    for (const subsystem of subsystems) this.#touched.add(subsystem);
  }

  /** Brings the kernel up to what the menus say. */
  commit(): Promise<void> {
    return this.inTurn(() => this.#enact());
  }

  /** What changes the kernel's state does so one after the other. */
  inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#lastTurn.then(work);
    this.#lastTurn = turn.catch(() => undefined);
    return turn;
  }

  /** What cannot be enacted stays to be done and keeps nothing else from it: the next commit fails too, nothing is passed over. */
  async #enact(): Promise<void> {
    const failures: unknown[] = [];
    for (const [subsystem, enact] of this.#enactors) {
      if (!this.#touched.delete(subsystem)) continue;
      try {
        await enact();
      } catch (error) {
        this.#touched.add(subsystem);
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }
}
