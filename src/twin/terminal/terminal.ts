import { bytesOfText } from '../../routeros/byte-text.ts';
import { RouterosError } from '../../routeros/routeros-error.ts';
import type { LastPrint } from '../console/item-numbers.ts';
import type { ConsoleOptions, OpenConsole } from '../services/console-access.ts';
import { banner } from './banner.ts';
import { candidateTable } from './candidate-table.ts';
import { commonStart, completionsOf } from './completion.ts';
import type { Key } from './key-reader.ts';
import { KeyReader } from './key-reader.ts';
import { LineEditor } from './line-editor.ts';
import { LineView } from './line-view.ts';
import { openBrackets } from './open-brackets.ts';
import { Pager } from './pager.ts';

/** What is typed while a command runs. */
const mostTypedAhead = 65_536;

/** The interactive console: a prompt, lines that can be edited, completion and paging (language-facts 7). */
export class Terminal implements OpenConsole {
  readonly #options: ConsoleOptions;
  readonly #ended = new AbortController();
  readonly #keys = new KeyReader();
  readonly #editor = new LineEditor();
  readonly #view: LineView;
  readonly #pager: Pager;
  readonly #lastPrint: LastPrint = new Map();
  #size: { columns: number; rows: number };
  #menu: readonly string[] = [];
  /** Lines of a command that is not finished. */
  #begun = '';
  #running: AbortController | undefined;
  #ahead: Key[] = [];
  #hasListed = false;
  /** A program that has the keys for itself, such as telnet. */
  #holder: ((bytes: Uint8Array) => void) | undefined;

  constructor(options: ConsoleOptions) {
    this.#options = options;
    this.#size = { columns: options.columns, rows: options.rows };
    this.#view = new LineView((text) => this.#say(text));
    this.#pager = new Pager(
      (text) => this.#say(text),
      () => this.#size.rows,
    );
  }

  start(): void {
    this.#say(banner(this.#options.twin));
    this.#draw();
  }

  input(bytes: Uint8Array): void {
    if (this.#holder !== undefined) this.#holder(bytes);
    else for (const key of this.#keys.read(bytes)) if (!this.#ended.signal.aborted) this.#take(key);
  }

  resize(columns: number, rows: number): void {
    this.#size = { columns, rows };
  }

  stop(): void {
    this.#ended.abort();
    this.#pager.stop();
  }

  #say(text: string): void {
    if (!this.#ended.signal.aborted) this.#options.write(bytesOfText(text.replace(/\r?\n/g, '\r\n')));
  }

  #close(): void {
    this.#options.close();
    this.stop();
  }

  #draw(): void {
    const { cursor, text } = this.#editor;
    this.#view.draw(this.#prompt(), text, { cursor, columns: this.#size.columns });
  }

  /** `[admin@MikroTik] /ip/address> `; of a line that goes on, what is open: `{... `. */
  #prompt(): string {
    if (this.#begun !== '') return `${openBrackets(this.#begun.slice(0, -1))}... `;
    const { session, twin } = this.#options;
    const menu = this.#menu.length === 0 ? ' ' : `/${this.#menu.join(twin.version.major === 6 ? ' ' : '/')}`;
    return `[${session.user}@${twin.identity}] ${menu.trimStart()}> `;
  }

  #take(key: Key): void {
    // The end is the end, also of what a list that waits hides: at most so many are kept.
    const isEnd = key.name === 'end-of-file' && this.#running !== undefined;
    if (isEnd && this.#ahead.length < mostTypedAhead) this.#ahead.push(key);
    if (this.#pager.isWaiting) this.#pager.take(key);
    else if (this.#running === undefined) this.#type(key);
    else if (key.name === 'interrupt') this.#interrupt();
    else if (key.name !== 'end-of-file' && this.#ahead.length < mostTypedAhead) this.#ahead.push(key);
  }

  #interrupt(): void {
    this.#ahead = [];
    this.#running?.abort();
  }

  #type(key: Key): void {
    const { name } = key;
    if (name !== 'tab') this.#hasListed = false;
    if (name === 'enter') this.#enter();
    else if (name === 'interrupt') this.#abandon();
    else if (name === 'end-of-file' && this.#editor.isEmpty) this.#close();
    else if (name === 'clear') this.#clear();
    else if (name === 'tab') this.#complete();
    else if (name === 'help' || (this.#asksOf6(key) && !openBrackets(this.#beforeCursor()).includes('"'))) this.#help();
    else {
      this.#editor.edit(name === 'end-of-file' ? { ...key, name: 'delete' } : key);
      this.#draw();
    }
  }

  /** `?` gives help in 6; in 7 it is a character like others. */
  #asksOf6({ text }: Key): boolean {
    return text === '?' && this.#options.twin.version.major === 6 && !this.#editor.beforeCursor.endsWith('\\');
  }

  #beforeCursor(): string {
    return this.#begun + this.#editor.beforeCursor;
  }

  #abandon(): void {
    this.#editor.clear();
    this.#begun = '';
    this.#newRow();
    this.#draw();
  }

  #clear(): void {
    this.#view.leave();
    this.#say('\x1b[H\x1b[2J');
    this.#draw();
  }

  #newRow(): void {
    this.#view.leave();
    this.#say('\n');
  }

  /** The only candidate is written; of several, what they begin with, and all of them when asked again. */
  #complete(): void {
    const { typed, candidates } = completionsOf(this.#options.twin, this.#menu, this.#beforeCursor());
    const [only, another] = candidates;
    if (only === undefined) return;
    const known = another === undefined ? only.text + only.suffix : commonStart(candidates);
    if (known.length > typed.length) this.#editor.insert(known.slice(typed.length));
    else if (this.#hasListed) this.#list(candidates);
    this.#hasListed = true;
    this.#draw();
  }

  #help(): void {
    this.#list(completionsOf(this.#options.twin, this.#menu, this.#beforeCursor()).candidates);
    this.#draw();
  }

  #list(candidates: Parameters<typeof candidateTable>[0]): void {
    this.#newRow();
    this.#say(candidateTable(candidates, { columns: this.#size.columns, coloured: this.#options.colours }));
  }

  #enter(): void {
    const text = this.#begun + this.#editor.take();
    this.#newRow();
    this.#begun = openBrackets(text) === '' ? '' : `${text}\n`;
    if (this.#begun !== '') this.#draw();
    else if (/^\s*\/?q(?:u(?:i(?:t)?)?)?\s*$/.test(text)) this.#close();
    else if (!this.#moves(text)) this.#run(text).catch((error: unknown) => this.#breakOff(error));
  }

  /** `/` and `..` alone are moves, and no commands. */
  #moves(text: string): boolean {
    const move = text.trim();
    if (move !== '' && !/^(?:\/|\.\.(?:[/ ]\.\.)*)$/.test(move)) return false;
    const up = move.split(/[/ ]/).filter((step) => step === '..').length;
    if (move === '/') this.#menu = [];
    else this.#menu = this.#menu.slice(0, Math.max(0, this.#menu.length - up));
    this.#draw();
    return true;
  }

  async #run(text: string): Promise<void> {
    this.#running = new AbortController();
    this.#pager.begin();
    const signal = AbortSignal.any([this.#running.signal, this.#ended.signal]);
    try {
      await this.#runLine(text, signal);
      await this.#pager.settled();
    } finally {
      this.#running = undefined;
    }
    if (this.#ended.signal.aborted) return;
    this.#draw();
    this.#catchUp();
  }

  async #runLine(text: string, signal: AbortSignal): Promise<void> {
    const { twin, session } = this.#options;
    const context = {
      user: session.user,
      session,
      policies: session.policies,
      signal,
      lastPrint: this.#lastPrint,
      print: (output: string) => this.#pager.show(output, false),
      page: (output: string) => this.#pager.show(output, true),
      keyboard: { hold: (take: (bytes: Uint8Array) => void) => this.#hold(take) },
    };
    try {
      this.#menu = (await twin.scripts.runLine({ name: 'console', text }, context, this.#menu)).menu;
    } catch (error) {
      if (!(error instanceof RouterosError) && !signal.aborted) throw error;
      this.#pager.show(`${error instanceof RouterosError ? error.said : 'interrupted'}\n`, false);
    }
  }

  #hold(take: (bytes: Uint8Array) => void): () => void {
    this.#holder = take;
    return () => {
      this.#holder = undefined;
    };
  }

  /** Keys that came while the command ran, until one of them starts another. */
  #catchUp(): void {
    const keys = this.#ahead;
    this.#ahead = [];
    for (const key of keys) this.#take(key);
  }

  /** A bug of the twin must not take the other connections with it. */
  #breakOff(error: unknown): void {
    process.stderr.write(`console: ${error instanceof Error ? error.stack : String(error)}\n`);
    this.#close();
  }
}
