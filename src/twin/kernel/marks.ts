import { RouterosError, trapCategories } from '../../routeros/routeros-error.ts';
import { markBits } from './matchers/connection.ts';
import type { MarkKind } from './matchers/matching.ts';

/** Names of packet, routing and connection marks, and their numbers in the kernel. */
export class Marks {
  readonly #numbers: Readonly<Record<MarkKind, Map<string, number>>> = {
    packet: new Map(),
    routing: new Map(),
    connection: new Map(),
  };

  /** `no-mark` and the main routing table are what a packet has that nobody marked. */
  of(kind: MarkKind, name: string): number {
    if (name === 'no-mark' || (kind === 'routing' && name === 'main')) return 0;
    const numbers = this.#numbers[kind];
    const known = numbers.get(name) ?? numbers.size + 1;
    const { mask, shift } = markBits[kind];
    if (known > mask >>> shift)
      throw new RouterosError(`failure: the twin has no room for more than ${mask >>> shift} ${kind} marks`, {
        category: trapCategories.general,
      });
    numbers.set(name, known);
    return known;
  }

  nameOf(kind: MarkKind, number: number): string {
    return [...this.#numbers[kind]].find(([, known]) => known === number)?.[0] ?? String(number);
  }

  /** Routing marks that rules set, for the tables of routes that belong to them. */
  get routing(): ReadonlyMap<string, number> {
    return this.#numbers.routing;
  }
}
