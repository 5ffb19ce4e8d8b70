import { bytesOfText } from '../../routeros/byte-text.ts';
import type { LastPrint } from '../console/item-numbers.ts';
import type { ConsoleOptions, OpenConsole } from '../services/console-access.ts';
import { banner } from './banner.ts';
import { HeldKeys } from './held-keys.ts';
import type { Key } from './key-reader.ts';
import { KeyReader } from './key-reader.ts';
import { LineEditor } from './line-editor.ts';
import { LineView } from './line-view.ts';
import { menuMovedTo } from './menu-moves.ts';
import { openBrackets } from './open-brackets.ts';
import { Pager } from './pager.ts';
import { continuation, prompt } from './prompt.ts';
import { runTyped } from './run-typed.ts';
import { SafeModeKeys } from './safe-mode-keys.ts';
import { TabCompletion } from './tab-completion.ts';

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
  readonly #completion: TabCompletion;
  readonly #safeMode: SafeModeKeys;
  /** For a program that has the keys for itself, such as telnet. */
  readonly #held = new HeldKeys(() => this.#ahead.splice(0));

  constructor(options: ConsoleOptions) {
    this.#options = options;
    this.#size = { columns: options.columns, rows: options.rows };
    this.#view = new LineView((text) => this.#say(text));
    this.#pager = new Pager(
      (text) => this.#say(text),
      () => this.#size.rows,
    );
    this.#completion = new TabCompletion(options, {
      editor: this.#editor,
      menu: () => this.#menu,
      before: () => this.#beforeCursor(),
      columns: () => this.#size.columns,
      show: (list) => this.#list(list),
    });
    this.#safeMode = new SafeModeKeys(options.twin.safeMode, {
      say: (text) => this.#notify(text),
      ask: (question) => {
        this.#newRow();
        this.#say(question);
      },
      echo: (text) => this.#say(text),
      draw: () => this.#draw(),
    });
  }

  start(): void {
    this.#say(banner(this.#options.twin));
    this.#draw();
  }

  input(bytes: Uint8Array): void {
    if (this.#held.offer(bytes)) return;
    for (const key of this.#keys.read(bytes)) if (!this.#ended.signal.aborted) this.#take(key);
  }

  resize(columns: number, rows: number): void {
    this.#size = { columns, rows };
  }

  stop(): void {
    this.#ended.abort();
    this.#pager.stop();
    this.#safeMode.lose();
  }

  #say(text: string): void {
    if (!this.#ended.signal.aborted) this.#options.write(bytesOfText(text.replace(/\r?\n/g, '\r\n')));
  }

  /** Said between the lines. */
  #notify(text: string): void {
    if (this.#running === undefined) {
      this.#newRow();
      this.#say(`${text}\n`);
      this.#draw();
    } else this.#pager.show(`\n${text}\n`, false);
  }

  #close(): void {
    this.#options.close();
    this.stop();
  }

  #draw(): void {
    const { cursor, text } = this.#editor;
    this.#view.draw(this.#prompt(), text, { cursor, columns: this.#size.columns });
  }

  #prompt(): string {
    if (this.#begun !== '') return continuation(this.#begun);
    const { session, twin } = this.#options;
    return prompt(twin, { user: session.user, menu: this.#menu, isSafe: this.#safeMode.isOn });
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
    if (name !== 'tab') this.#completion.forget();
    if (this.#safeMode.isAsking) this.#safeMode.answer(key);
    else if (name === 'enter') this.#enter();
    else if (name === 'interrupt') this.#abandon();
    else if (name === 'end-of-file' && this.#editor.isEmpty) this.#close();
    else if (name === 'clear') this.#clear();
    else if (name === 'safe-mode') this.#safeMode.toggle();
    else if (name === 'tab') this.#completion.complete();
    else if (name === 'help' || (this.#asksOf6(key) && !openBrackets(this.#beforeCursor()).includes('"')))
      this.#completion.help();
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

  /** Above the line that is typed. */
  #list(text: string): void {
    if (text !== '') {
      this.#newRow();
      this.#say(text);
    }
    this.#draw();
  }

  #enter(): void {
    const text = this.#begun + this.#editor.take();
    this.#newRow();
    this.#begun = openBrackets(text) === '' ? '' : `${text}\n`;
    if (this.#begun !== '') this.#draw();
    else if (/^\s*\/?q(?:u(?:i(?:t)?)?)?\s*$/.test(text)) this.#quit();
    else if (!this.#moves(text)) this.#run(text).catch((error: unknown) => this.#breakOff(error));
  }

  /** Who says goodbye means what was changed. */
  #quit(): void {
    this.#safeMode.release();
    this.#close();
  }

  #moves(text: string): boolean {
    const menu = menuMovedTo(this.#menu, text);
    if (menu === undefined) return false;
    this.#menu = menu;
    this.#draw();
    return true;
  }

  async #run(text: string): Promise<void> {
    this.#running = new AbortController();
    this.#pager.begin();
    const signal = AbortSignal.any([this.#running.signal, this.#ended.signal]);
    try {
      const { twin, session } = this.#options;
      const seat = {
        session,
        signal,
        keyboard: this.#held,
        pager: this.#pager,
        lastPrint: this.#lastPrint,
        screen: this.#size,
      };
      this.#menu = await runTyped(twin, text, { ...seat, menu: this.#menu });
      await this.#pager.settled();
    } finally {
      this.#running = undefined;
    }
    if (this.#ended.signal.aborted) return;
    this.#draw();
    this.#catchUp();
  }

  /** Keys that came while the command ran, until one of them starts another. */
  #catchUp(): void {
    const keys = this.#ahead;
    this.#ahead = [];
    for (const bytes of this.#held.unread()) this.input(bytes);
    for (const key of keys) this.#take(key);
  }

  /** A bug of the twin must not take the other connections with it. */
  #breakOff(error: unknown): void {
    process.stderr.write(`console: ${error instanceof Error ? error.stack : String(error)}\n`);
    this.#close();
  }
}
