/** Shows prompt and line on one row, with nothing but characters, blanks and backspaces: any terminal can do that. */
export class LineView {
  readonly #write: (text: string) => void;
  #shown: string[] = [];
  #at = 0;

  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  /** What is there now belongs to the past: the next line begins on a row of its own. */
  leave(): void {
    this.#shown = [];
    this.#at = 0;
  }

  draw(prompt: string, text: string, { cursor, columns }: { readonly cursor: number; readonly columns: number }): void {
    const before = Array.from(prompt);
    const room = Math.max(8, columns - before.length - 1);
    const characters = Array.from(text);
    // A line that is too long is seen through a window around the cursor; `<` says that there is more.
    const start = cursor < room ? 0 : cursor - room + 1;
    const visible = characters.slice(start, start + room);
    if (start > 0) visible[0] = '<';
    const wanted = [...before, ...visible];
    this.#become(wanted, before.length + cursor - start);
  }

  #become(wanted: readonly string[], at: number): void {
    const shown = this.#shown;
    const differs = wanted.findIndex((character, index) => character !== shown[index]);
    const same = differs === -1 ? wanted.length : differs;
    const blanks = Math.max(0, shown.length - wanted.length);
    const change = wanted.slice(same).join('') + ' '.repeat(blanks);
    const isChanged = change !== '';
    const from = isChanged ? this.#moved(same) : '';
    const end = isChanged ? wanted.length + blanks : this.#at;
    this.#shown = [...wanted];
    this.#at = end;
    const output = from + change + this.#moved(at);
    this.#at = at;
    if (output !== '') this.#write(output);
  }

  /** What leads from where the cursor is to another place: to the right, by writing what stands there. */
  #moved(to: number): string {
    return to < this.#at ? '\b'.repeat(this.#at - to) : this.#shown.slice(this.#at, to).join('');
  }
}
