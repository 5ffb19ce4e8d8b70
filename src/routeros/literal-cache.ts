import { parseLiteral } from './literal.ts';
import type { Value } from './value.ts';

const most = 1000;

/** Values of bare words: a loop asks for the same ones again and again. */
export class LiteralCache {
  readonly #values = new Map<string, Value>();

  get(text: string): Value {
    const known = this.#values.get(text);
    if (known !== undefined) return known;
    if (this.#values.size >= most) this.#values.clear();
    const value = parseLiteral(text);
    this.#values.set(text, value);
    return value;
  }
}
