/** What is asked of a packet: is its `field` among `values`? A question without values is a yes or no of its own. */
export interface Question {
  readonly field: string;
  /** Of `domain`, those that answer yes. */
  readonly values: ReadonlySet<string>;
  /** Every value that the rules tell apart, and one that stands for all others. */
  readonly domain: readonly string[];
}

/** What is known of a packet: for each field that was asked for, the values that it may still have. */
export type Known = ReadonlyMap<string, readonly string[]>;

interface Choice {
  readonly field: string;
  readonly now: readonly string[];
  readonly later: readonly string[] | undefined;
}

/**
 * One kind of packet at a time: answers questions about it, and decides what was open until then. `next` goes on to a kind
 * that has not been yet.
 */
export class PacketKind {
  readonly #assumed: Known;
  readonly #first: 'yes' | 'no';
  #choices: Choice[] = [];
  #open = new Map<string, readonly string[]>();

  /** `first`: which answer is tried before the other. */
  constructor(assumed: Known, first: 'yes' | 'no' = 'yes') {
    this.#assumed = assumed;
    this.#first = first;
  }

  get known(): Known {
    const known = new Map(this.#assumed);
    for (const { field, now } of this.#choices) known.set(field, now);
    return known;
  }

  ask({ field, values, domain }: Question): boolean {
    const possible = this.#open.get(field) ?? this.#assumed.get(field) ?? domain;
    const yes = possible.filter((value) => values.has(value));
    if (yes.length === possible.length) return true;
    if (yes.length === 0) return false;
    const no = possible.filter((value) => !values.has(value));
    const isYes = this.#first === 'yes';
    const [now, later] = isYes ? [yes, no] : [no, yes];
    this.#choices.push({ field, now, later });
    this.#open.set(field, now);
    return isYes;
  }

  /** Whether there is one more. */
  next(): boolean {
    let last = this.#choices.pop();
    while (last !== undefined && last.later === undefined) last = this.#choices.pop();
    if (last?.later === undefined) return false;
    this.#choices.push({ field: last.field, now: last.later, later: undefined });
    this.#open = new Map(this.#choices.map(({ field, now }) => [field, now]));
    return true;
  }
}
