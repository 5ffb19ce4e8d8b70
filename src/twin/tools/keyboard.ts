/** Who sits at the terminal that a command was typed at; a program such as telnet takes the keys for itself. */
export interface Keyboard {
  /** Gives every byte to `take` until what is given back is called. */
  hold(take: (bytes: Uint8Array) => void): () => void;
  /** Gives back what came with the keys that were wanted, for whoever holds it next. */
  putBack(bytes: Uint8Array): void;
}
