import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import { createConnection, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { KnocklabError } from '../../../core/errors.ts';

interface UntilOptions {
  readonly timeoutMs: number;
  /** Sent every two seconds while nothing comes: a console shows its prompt again to whoever presses Enter. */
  readonly nudge?: string;
  readonly signal?: AbortSignal;
}

const nudgeMs = 2000;
const keptCharacters = 65_536;

const escapes = /\x1b(?:\[[0-9;?]*[A-Za-z]|[A-Z])/g;

/** A row that is a good part of what was typed is its echo, with or without the prompt before it. */
const isEcho = (row: string, line: string): boolean => row.length >= Math.min(8, line.length) && line.includes(row);

/** The serial console of a machine: what it says is read by what it has to end with, and kept as evidence. */
export class SerialConsole implements AsyncDisposable {
  readonly #socket: Socket;
  readonly #logFile: string;
  #unread = '';
  #all = '';
  #isClosed = false;
  #wake = Promise.withResolvers<void>();

  static async connect(path: string, logFile: string): Promise<SerialConsole> {
    const socket = createConnection({ path });
    await once(socket, 'connect');
    return new SerialConsole(socket, logFile);
  }

  constructor(socket: Socket, logFile: string) {
    this.#socket = socket;
    this.#logFile = logFile;
    socket.on('data', (bytes: Buffer) => this.#take(bytes));
    socket.on('error', () => undefined); // 'close' follows.
    socket.once('close', () => {
      this.#isClosed = true;
      this.#wake.resolve();
    });
  }

  /** Only CR ends a line: CR LF would be two (chr-facts 5). */
  send(text: string): void {
    this.#socket.write(Buffer.from(text, 'latin1'));
  }

  /** The text up to the match, and the match; both are read then. */
  async until(pattern: RegExp, { timeoutMs, nudge, signal }: UntilOptions): Promise<RegExpExecArray> {
    const endsAt = performance.now() + timeoutMs;
    for (;;) {
      const match = pattern.exec(this.#unread);
      if (match !== null) {
        this.#unread = this.#unread.slice(match.index + match[0].length);
        return match;
      }
      signal?.throwIfAborted();
      const left = endsAt - performance.now();
      if (this.#isClosed || left <= 0) throw this.#unseen(pattern, timeoutMs);
      const isNews = await this.#news(Math.min(left, nudgeMs));
      if (!isNews && nudge !== undefined) this.send(nudge);
    }
  }

  /**
   * What a command prints. RouterOS draws prompt and command anew at will, so the end is a word that the router puts
   * together from parts, which no echo of the command holds; errors come as text like everything else.
   */
  async run(line: string, timeoutMs = 15_000): Promise<string> {
    const nonce = randomBytes(4).toString('hex');
    this.#unread = '';
    this.send(`${line}\r`);
    this.send(`:put ("<" . "${nonce}" . ">")\r`);
    const pattern = new RegExp(`([\\s\\S]*)<${nonce}>`);
    const [, text = ''] = await this.until(pattern, { timeoutMs });
    return text
      .split(/[\r\n]+/)
      .map((row) => row.trim())
      .filter((row) => row !== '' && !row.includes('] > ') && !row.includes(nonce) && !isEcho(row, line))
      .join('\n');
  }

  /** The end of everything that was said. A machine that hangs echoes empty lines to whoever nudges it: they say nothing. */
  tail(lines: number): string {
    const rows = this.#all.split(/[\r\n]+/).filter((row) => row.trim() !== '');
    return rows.slice(-lines).join('\n').trim();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#socket.destroy();
    if (!this.#isClosed) await once(this.#socket, 'close');
  }

  #take(bytes: Buffer): void {
    const text = bytes.toString('latin1').replaceAll(escapes, '');
    this.#unread = (this.#unread + text).slice(-keptCharacters);
    this.#all = (this.#all + text).slice(-keptCharacters);
    appendFileSync(this.#logFile, text);
    this.#wake.resolve();
  }

  async #news(withinMs: number): Promise<boolean> {
    const timer = new AbortController();
    const late = pause(withinMs, false, { signal: timer.signal }).catch(() => false);
    const isNews = await Promise.race([this.#wake.promise.then(() => true), late]);
    timer.abort();
    if (isNews) this.#wake = Promise.withResolvers<void>();
    return isNews;
  }

  #unseen(pattern: RegExp, timeoutMs: number): KnocklabError {
    const what = this.#isClosed ? 'ended before it said' : `did not say within ${timeoutMs} ms`;
    return new KnocklabError('router/not-ready', `The router's serial console ${what} ${pattern}.`, {
      evidence: this.tail(20) === '' ? 'It said nothing at all.' : `Last seen:\n${this.tail(20)}`,
      remedy: 'See the serial log in the folder of the run.',
    });
  }
}
