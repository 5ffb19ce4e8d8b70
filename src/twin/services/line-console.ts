import type { ConsoleOptions, OpenConsole } from './console-access.ts';
import { runLine } from './run-line.ts';

const longestLine = 65_536;
const keys = { interrupt: 3, endOfFile: 4, backspace: 8, enter: 13, erase: 21, delete: 127 } as const;

/** A console of the simplest kind: a prompt, a line, what comes of it. */
export class LineConsole implements OpenConsole {
  readonly #options: ConsoleOptions;
  readonly #ended = new AbortController();
  #typed: number[] = [];
  #turn: Promise<void> = Promise.resolve();
  #running: AbortController | undefined;

  constructor(options: ConsoleOptions) {
    this.#options = options;
  }

  start(): void {
    this.#prompt();
  }

  input(bytes: Uint8Array): void {
    for (const byte of bytes) this.#type(byte);
  }

  resize(): void {
    // Nothing here depends on the window.
  }

  stop(): void {
    this.#ended.abort();
  }

  #say(text: string): void {
    this.#options.write(Buffer.from(text));
  }

  #prompt(): void {
    this.#say(`[${this.#options.session.user}@${this.#options.twin.identity}] > `);
  }

  #type(byte: number): void {
    if (byte === keys.enter) this.#enter();
    else if (byte === keys.interrupt) this.#interrupt();
    else if (byte === keys.endOfFile && this.#typed.length === 0) this.#options.close();
    else if (byte === keys.backspace || byte === keys.delete) this.#erase(1);
    else if (byte === keys.erase) this.#erase(this.#typed.length);
    else if (byte >= 32 && this.#typed.length < longestLine) {
      this.#typed.push(byte);
      this.#options.write(Uint8Array.of(byte));
    }
  }

  #erase(count: number): void {
    const erased = this.#typed.splice(Math.max(0, this.#typed.length - count));
    this.#say('\b \b'.repeat(erased.length));
  }

  #interrupt(): void {
    this.#typed = [];
    if (this.#running !== undefined) this.#running.abort();
    else {
      this.#say('\r\n');
      this.#prompt();
    }
  }

  /** Lines that are typed ahead wait for their turn. */
  #enter(): void {
    const line = Buffer.from(this.#typed).toString();
    this.#typed = [];
    this.#say('\r\n');
    this.#turn = this.#turn.then(async () => await this.#run(line)).catch(() => this.#options.close());
  }

  async #run(line: string): Promise<void> {
    if (this.#ended.signal.aborted) return;
    if (/^\s*\/?quit\s*$/.test(line)) {
      this.#options.close();
      return;
    }
    const { twin, session } = this.#options;
    this.#running = new AbortController();
    const signal = AbortSignal.any([this.#running.signal, this.#ended.signal]);
    try {
      await runLine(twin, session, line, (text) => this.#say(text), signal);
    } finally {
      this.#running = undefined;
    }
    this.#prompt();
  }
}
