import type { Source } from '../../core/source.ts';
import type { Dialect } from '../dialect.ts';
import { LineIndex } from '../line-index.ts';
import { RouterosError, trapCategories } from '../routeros-error.ts';
import { isOf, noCode } from './characters.ts';

const deepest = 200;

/**
 * A place in a text that is being parsed. What reads most of a text does so by character codes; patterns are for what is
 * rare.
 */
export class Cursor {
  readonly source: Source;
  readonly text: string;
  readonly dialect: Dialect;
  offset = 0;
  /** Inside `( )`, `[ ]` and array braces a line end is mere white space. */
  newlinesAreBlank = false;
  #depth = 0;

  constructor(source: Source, dialect: Dialect) {
    this.source = source;
    this.text = source.text;
    this.dialect = dialect;
  }

  get atEnd(): boolean {
    return this.offset >= this.text.length;
  }

  /** Code of the character here; `noCode` at the end. */
  get code(): number {
    return this.offset < this.text.length ? this.text.charCodeAt(this.offset) : noCode;
  }

  codeAt(offset: number): number {
    return offset < this.text.length ? this.text.charCodeAt(offset) : noCode;
  }

  /** Where the run of characters of a class ends that starts at an offset. */
  endOf(mask: number, start: number): number {
    const { text } = this;
    let at = start;
    while (at < text.length && isOf(text.charCodeAt(at), mask)) at++;
    return at;
  }

  /** Moves to an offset; the text up to there. */
  takeTo(end: number): string {
    const start = this.offset;
    this.offset = end;
    return this.text.slice(start, end);
  }

  startsWith(text: string): boolean {
    return this.text.startsWith(text, this.offset);
  }

  /** What a sticky pattern matches here. */
  look(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.offset;
    // `exec` would make an array of each match.
    return pattern.test(this.text) ? this.text.slice(this.offset, pattern.lastIndex) : undefined;
  }

  /** The same, and moves behind it. */
  take(pattern: RegExp): string | undefined {
    const found = this.look(pattern);
    this.offset += found?.length ?? 0;
    return found;
  }

  /** Moves behind a character if it stands here. */
  accept(code: number): boolean {
    if (this.code !== code) return false;
    this.offset++;
    return true;
  }

  /** Takes a closing bracket, or fails as RouterOS does. */
  close(code: number): void {
    if (this.accept(code)) return;
    throw this.error(this.atEnd ? 'missing closing brace' : 'expected closing brace');
  }

  /** Goes inside brackets, where line ends mean something else; gives what `leave` wants back. */
  enter(newlinesAreBlank: boolean): boolean {
    const outer = this.newlinesAreBlank;
    if (++this.#depth > deepest) throw this.error('brackets nested too deep');
    this.newlinesAreBlank = newlinesAreBlank;
    return outer;
  }

  /** Goes out again. A fault ends the whole parse, so nobody needs this behind one. */
  leave(outer: boolean): void {
    this.newlinesAreBlank = outer;
    this.#depth--;
  }

  error(message: string, offset: number = this.offset): RouterosError {
    return new RouterosError(message, { category: trapCategories.scripting, ...new LineIndex(this.source).at(offset) });
  }
}
