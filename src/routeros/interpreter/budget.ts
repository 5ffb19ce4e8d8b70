import { RouterosError, trapCategories } from '../routeros-error.ts';
import type { Value } from '../value.ts';

/** What a script may use up before it is stopped. */
export interface Limits {
  readonly steps: number;
  /** Function calls inside each other. */
  readonly depth: number;
  readonly arraySize: number;
  readonly textLength: number;
  /** Real time; unlimited when absent. */
  readonly timeoutMs: number | undefined;
}

export const defaultLimits: Limits = {
  steps: 20_000_000,
  depth: 200,
  arraySize: 200_000,
  textLength: 8 * 1024 * 1024,
  timeoutMs: undefined,
};

const stepsPerTurn = 512;

/** Counts what a run uses, and lets the rest of the program have its turn. */
export class Budget {
  readonly limits: Limits;
  readonly signal: AbortSignal;
  #steps = 0;
  #depth = 0;
  #fatal: RouterosError | undefined;

  constructor(limits: Limits, signal: AbortSignal) {
    this.limits = limits;
    this.signal =
      limits.timeoutMs === undefined ? signal : AbortSignal.any([signal, AbortSignal.timeout(limits.timeoutMs)]);
  }

  /** One command or round of a loop. */
  step(): Promise<void> | undefined {
    this.#throwIfOver();
    if (++this.#steps > this.limits.steps) throw this.#stop(`script stopped after ${this.limits.steps} steps`);
    return this.#steps % stepsPerTurn === 0 ? this.#turn() : undefined;
  }

  /** Runs a function's body one level deeper. */
  async deeper<T>(run: () => Promise<T>): Promise<T> {
    if (this.#depth >= this.limits.depth)
      throw this.#stop(`script stopped: more than ${this.limits.depth} calls inside each other`);
    this.#depth++;
    try {
      return await run();
    } finally {
      this.#depth--;
    }
  }

  /** Passes a value that is not too large. */
  checked(value: Value): Value {
    if (value.type === 'array' && value.list.length + value.keyed.size > this.limits.arraySize) {
      throw this.#stop(`script stopped: array of more than ${this.limits.arraySize} members`);
    }
    if (value.type === 'str' && value.value.length > this.limits.textLength) {
      throw this.#stop(`script stopped: text longer than ${this.limits.textLength} characters`);
    }
    return value;
  }

  /** No `on-error` may catch that the script was stopped. */
  isFatal(error: unknown): boolean {
    return this.signal.aborted || (error !== undefined && error === this.#fatal);
  }

  #throwIfOver(): void {
    if (this.signal.aborted) throw this.#stop('interrupted');
    if (this.#fatal !== undefined) throw this.#fatal;
  }

  #stop(message: string): RouterosError {
    this.#fatal ??= new RouterosError(message, { category: trapCategories.interrupted });
    return this.#fatal;
  }

  async #turn(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    this.#throwIfOver();
  }
}
