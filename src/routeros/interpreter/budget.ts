import { RouterosError, trapCategories } from '../routeros-error.ts';
import type { ArrayValue, Value } from '../value.ts';

/** What a script may use up before it is stopped. */
export interface Limits {
  readonly steps: number;
  /** Function calls inside each other. */
  readonly depth: number;
  readonly arraySize: number;
  readonly textLength: number;
  /** Characters of all texts of an array together. */
  readonly arrayText: number;
  /** Real time; unlimited when absent. */
  readonly timeoutMs: number | undefined;
}

export const defaultLimits: Limits = {
  steps: 20_000_000,
  depth: 200,
  arraySize: 200_000,
  textLength: 8 * 1024 * 1024,
  arrayText: 64 * 1024 * 1024,
  timeoutMs: undefined,
};

const stepsPerTurn = 512;
/** Large values cost as many steps as they have 2⁶ members or 2¹² characters. */
const membersPerStep = 6;
const charactersPerStep = 12;

interface Size {
  readonly members: number;
  readonly characters: number;
}

/** Counts what a run uses, and lets the rest of the program have its turn. */
export class Budget {
  readonly limits: Limits;
  readonly signal: AbortSignal;
  #steps = 0;
  #sinceTurn = 0;
  #depth = 0;
  readonly #sizes = new WeakMap<ArrayValue, Size>();
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
    return ++this.#sinceTurn >= stepsPerTurn ? this.#turn() : undefined;
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
    if (value.type === 'array') this.#checkArray(value);
    if (value.type === 'str') this.#checkText(value.value);
    return value;
  }

  /** No `on-error` may catch that the script was stopped. */
  isFatal(error: unknown): boolean {
    return this.signal.aborted || (error !== undefined && error === this.#fatal);
  }

  /** Members inside members count too: an array of twice itself would print without end. */
  #checkArray(array: ArrayValue): void {
    const { members, characters } = this.#sizeOf(array);
    this.#sinceTurn += (array.list.length + array.keyed.size) >> membersPerStep;
    if (members > this.limits.arraySize)
      throw this.#stop(`script stopped: array of more than ${this.limits.arraySize} members`);
    if (characters > this.limits.arrayText)
      throw this.#stop(`script stopped: array with more than ${this.limits.arrayText} characters`);
  }

  #checkText(text: string): void {
    this.#sinceTurn += text.length >> charactersPerStep;
    if (text.length > this.limits.textLength)
      throw this.#stop(`script stopped: text longer than ${this.limits.textLength} characters`);
  }

  #sizeOf(array: ArrayValue): Size {
    const known = this.#sizes.get(array);
    if (known !== undefined) return known;
    let members = array.list.length + array.keyed.size;
    let characters = 0;
    const add = (member: Value): void => {
      if (member.type === 'str') characters += member.value.length;
      if (member.type !== 'array') return;
      const inner = this.#sizeOf(member);
      members += inner.members;
      characters += inner.characters;
    };
    for (const member of array.list) add(member);
    for (const member of array.keyed.values()) add(member);
    const size = { members, characters };
    this.#sizes.set(array, size);
    return size;
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
    this.#sinceTurn = 0;
    await new Promise((resolve) => setImmediate(resolve));
    this.#throwIfOver();
  }
}
