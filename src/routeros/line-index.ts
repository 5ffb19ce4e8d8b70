import type { Location, Source } from '../core/source.ts';
import { byteLength } from './byte-text.ts';

/** Turns offsets into positions as RouterOS counts them: 1-based lines over the whole text, columns in bytes. */
export class LineIndex {
  readonly #text: string;
  readonly #starts: readonly number[];

  constructor(source: Source) {
    this.#text = source.text;
    // A byte order mark is no part of the first line.
    const first = source.text.startsWith('\ufeff') ? 1 : 0;
    this.#starts = [first, ...[...source.text.matchAll(/\r\n|\r|\n/g)].map((match) => match.index + match[0].length)];
  }

  /** The position of an offset. */
  at(offset: number): Location {
    const line = this.#lineOf(offset);
    return { line: line + 1, column: byteLength(this.#text.slice(this.#starts[line] ?? 0, offset)) + 1 };
  }

  #lineOf(offset: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
