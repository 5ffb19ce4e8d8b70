import type { Key } from './key-reader.ts';

const footer = '-- [Q quit|D dump|down]';

/** What is printed waits its turn, and long lists stop when the screen is full. */
export class Pager {
  readonly #write: (text: string) => void;
  readonly #rows: () => number;
  #queue: { readonly text: string; readonly isPaged: boolean }[] = [];
  #room = 0;
  #isWaiting = false;
  #drained: (() => void)[] = [];

  constructor(write: (text: string) => void, rows: () => number) {
    this.#write = write;
    this.#rows = rows;
  }

  get isWaiting(): boolean {
    return this.#isWaiting;
  }

  /** A new command may fill the screen again. */
  begin(): void {
    this.#room = Math.max(1, this.#rows() - 1);
  }

  show(text: string, isPaged: boolean): void {
    this.#queue.push({ text, isPaged });
    this.#drain();
  }

  /** Settles when all is shown, or is not wanted any more. */
  settled(): Promise<void> {
    return this.#isWaiting ? new Promise((resolve) => this.#drained.push(resolve)) : Promise.resolve();
  }

  stop(): void {
    this.#queue = [];
    this.#goOn(Number.POSITIVE_INFINITY);
  }

  take({ name, text }: Key): void {
    if (name === 'interrupt' || /^q$/i.test(text)) {
      this.#queue = this.#queue.filter(({ isPaged }) => !isPaged);
      this.#goOn(Number.POSITIVE_INFINITY);
    } else if (name === 'end-of-file' || /^d$/i.test(text)) this.#goOn(Number.POSITIVE_INFINITY);
    else if (name === 'down' || name === 'enter') this.#goOn(1);
    else if (text === ' ') this.#goOn(Math.max(1, this.#rows() - 1));
  }

  #goOn(room: number): void {
    if (this.#isWaiting) this.#write(`\r${' '.repeat(footer.length)}\r`);
    this.#isWaiting = false;
    this.#room = room;
    this.#drain();
  }

  #drain(): void {
    while (!this.#isWaiting) {
      const next = this.#queue.shift();
      if (next === undefined) break;
      if (next.isPaged) this.#showPage(next.text);
      else this.#write(next.text);
    }
    if (this.#isWaiting) return;
    for (const tell of this.#drained.splice(0)) tell();
  }

  #showPage(text: string): void {
    const lines = text.split(/(?<=\n)/);
    const page = lines.slice(0, this.#room).join('');
    const rest = lines.slice(this.#room).join('');
    this.#room -= Math.min(this.#room, lines.length);
    this.#write(page);
    if (rest === '') return;
    this.#queue.unshift({ text: rest, isPaged: true });
    this.#isWaiting = true;
    this.#write(footer);
  }
}
