import type { Key } from './key-reader.ts';

const longestLine = 65_536;
const longestHistory = 500;

/** A line as somebody types it, and the lines typed before. */
export class LineEditor {
  #characters: string[] = [];
  #cursor = 0;
  readonly #history: string[] = [];
  /** How far up in the history; 0 is the line that is being typed. */
  #back = 0;
  #own = '';

  get text(): string {
    return this.#characters.join('');
  }

  get cursor(): number {
    return this.#cursor;
  }

  get beforeCursor(): string {
    return this.#characters.slice(0, this.#cursor).join('');
  }

  get isEmpty(): boolean {
    return this.#characters.length === 0;
  }

  set(text: string): void {
    this.#characters = Array.from(text);
    this.#cursor = this.#characters.length;
  }

  insert(text: string): void {
    const fresh = Array.from(text).slice(0, Math.max(0, longestLine - this.#characters.length));
    // One by one at the end: most are typed there.
    if (this.#cursor === this.#characters.length) this.#characters.push(...fresh);
    else this.#characters.splice(this.#cursor, 0, ...fresh);
    this.#cursor += fresh.length;
  }

  /** Gives the line, remembers it, and begins another. */
  take(): string {
    const line = this.text;
    if (line.trim() !== '' && line !== this.#history.at(-1)) this.#history.push(line);
    if (this.#history.length > longestHistory) this.#history.shift();
    this.clear();
    return line;
  }

  clear(): void {
    this.set('');
    this.#back = 0;
  }

  edit({ name, text }: Key): void {
    const end = this.#characters.length;
    if (name === 'text') this.insert(text);
    else if (name === 'left') this.#cursor = Math.max(0, this.#cursor - 1);
    else if (name === 'right') this.#cursor = Math.min(end, this.#cursor + 1);
    else if (name === 'home') this.#cursor = 0;
    else if (name === 'end') this.#cursor = end;
    else if (name === 'erase') this.#eraseFrom(Math.max(0, this.#cursor - 1));
    else if (name === 'delete') this.#characters.splice(this.#cursor, 1);
    else if (name === 'erase-word') this.#eraseFrom(this.beforeCursor.replace(/\S*\s*$/, '').length);
    else if (name === 'erase-start') this.#eraseFrom(0);
    else if (name === 'erase-end') this.#characters.splice(this.#cursor);
    else if (name === 'up') this.#recall(this.#back + 1);
    else if (name === 'down') this.#recall(this.#back - 1);
  }

  #eraseFrom(start: number): void {
    this.#characters.splice(start, this.#cursor - start);
    this.#cursor = start;
  }

  #recall(back: number): void {
    if (back < 0 || back > this.#history.length) return;
    if (this.#back === 0) this.#own = this.text;
    this.#back = back;
    this.set(back === 0 ? this.#own : (this.#history.at(-back) ?? ''));
  }
}
