import { bytesOfText } from '../../routeros/byte-text.ts';
import type { Keyboard } from '../tools/keyboard.ts';
import type { Key } from './key-reader.ts';

const codes: Readonly<Partial<Record<Key['name'], string>>> = {
  enter: '\r',
  'end-of-file': '\x04',
  erase: '\x7f',
  tab: '\t',
};

/** The keys of a terminal, as a command that asks for them gets them. */
export class HeldKeys implements Keyboard {
  #take: ((bytes: Uint8Array) => void) | undefined;
  #waiting: Uint8Array[] = [];
  /** Gives the keys that were typed before the command asked for any. */
  readonly #ahead: () => readonly Key[];

  constructor(ahead: () => readonly Key[]) {
    this.#ahead = ahead;
  }

  /** Gives whether a command has taken them. */
  offer(bytes: Uint8Array): boolean {
    const take = this.#take;
    take?.(bytes);
    return take !== undefined;
  }

  hold(take: (bytes: Uint8Array) => void): () => void {
    const typed = this.#ahead().map(({ name, text }) => codes[name] ?? text);
    const waiting = Buffer.concat([...this.unread(), bytesOfText(typed.join(''))]);
    this.#take = take;
    if (waiting.length > 0) queueMicrotask(() => (this.#take === take ? take(waiting) : this.putBack(waiting)));
    return () => {
      if (this.#take === take) this.#take = undefined;
    };
  }

  putBack(bytes: Uint8Array): void {
    if (bytes.length > 0) this.#waiting.push(bytes);
  }

  /** What no command wanted. */
  unread(): readonly Uint8Array[] {
    return this.#waiting.splice(0);
  }
}
