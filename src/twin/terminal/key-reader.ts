import { StringDecoder } from 'node:string_decoder';

type KeyName =
  | 'text'
  | 'enter'
  | 'tab'
  | 'help'
  | 'left'
  | 'right'
  | 'up'
  | 'down'
  | 'home'
  | 'end'
  | 'erase'
  | 'delete'
  | 'erase-word'
  | 'erase-start'
  | 'erase-end'
  | 'interrupt'
  | 'end-of-file'
  | 'clear'
  | 'safe-mode'
  | 'other';

export interface Key {
  readonly name: KeyName;
  /** Of a key that writes. */
  readonly text: string;
}

const controls: Readonly<Record<string, KeyName>> = {
  '\x01': 'home',
  '\x02': 'left',
  '\x03': 'interrupt',
  '\x04': 'end-of-file',
  '\x05': 'end',
  '\x06': 'right',
  '\b': 'erase',
  '\t': 'tab',
  '\r': 'enter',
  '\n': 'enter',
  '\x0b': 'erase-end',
  '\x0c': 'clear',
  '\x0e': 'down',
  '\x10': 'up',
  '\x15': 'erase-start',
  '\x17': 'erase-word',
  '\x18': 'safe-mode',
  '\x7f': 'erase',
};

/** What stands behind ESC, as VT100, xterm and the Linux console send it. */
const sequences: Readonly<Record<string, KeyName>> = {
  '[A': 'up',
  '[B': 'down',
  '[C': 'right',
  '[D': 'left',
  '[H': 'home',
  '[F': 'end',
  OA: 'up',
  OB: 'down',
  OC: 'right',
  OD: 'left',
  OH: 'home',
  OF: 'end',
  OP: 'help',
  OS: 'safe-mode',
  '[1~': 'home',
  '[3~': 'delete',
  '[4~': 'end',
  '[7~': 'home',
  '[8~': 'end',
  '[11~': 'help',
  '[14~': 'safe-mode',
  '[[A': 'help',
  '[[D': 'safe-mode',
};

const longestSequence = 32;

/** Reads keys from the bytes of a terminal. */
export class KeyReader {
  readonly #decoder = new StringDecoder('utf8');
  #sequence: string | undefined;
  #afterReturn = false;

  /** A sequence that is not finished waits for the next bytes. */
  read(bytes: Uint8Array): Key[] {
    const keys: Key[] = [];
    for (const character of this.#decoder.write(Buffer.from(bytes))) {
      const key = this.#take(character);
      if (key !== undefined) keys.push(key);
    }
    return keys;
  }

  #take(character: string): Key | undefined {
    if (this.#sequence !== undefined) return this.#takeOfSequence(this.#sequence + character);
    const followsReturn = this.#afterReturn;
    this.#afterReturn = character === '\r';
    if (followsReturn && character === '\n') return undefined;
    if (character === '\x1b') {
      this.#sequence = '';
      return undefined;
    }
    const name = controls[character];
    if (name !== undefined) return { name, text: '' };
    return character < ' ' ? { name: 'other', text: '' } : { name: 'text', text: character };
  }

  #takeOfSequence(sequence: string): Key | undefined {
    this.#sequence = sequence;
    const isOpen = /^(?:O|\[\[?[0-9;?]*)$/.test(sequence) && sequence.length < longestSequence;
    if (isOpen) return undefined;
    this.#sequence = undefined;
    return { name: sequences[sequence] ?? 'other', text: '' };
  }
}
