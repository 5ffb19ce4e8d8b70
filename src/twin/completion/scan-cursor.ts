import type { CommandParameters } from '../../routeros/device.ts';
import type { ConsoleNames, KnownCommand } from './console-names.ts';

/** What the console colours a character as; the names are those of `/console inspect request=highlight`. */
export type TokenClass =
  | 'none'
  | 'dir'
  | 'cmd'
  | 'arg'
  | 'syntax-meta'
  | 'escaped'
  | 'comment'
  | VariableClass
  | 'variable-parameter'
  | 'variable-undefined'
  | 'obj-inactive'
  | 'error';

export type VariableClass = 'variable-local' | 'variable-global' | 'variable-auto';

interface Unfinished {
  /** Where the word begins that stands at the end; nothing has been typed of it when it is empty. */
  readonly start: number;
  readonly word: string;
}

/** What stands, or may stand, at the end of a line that is being typed. */
export type Place = Unfinished &
  (
    | { readonly kind: 'command'; readonly path: readonly string[]; readonly prefix: string; readonly isFirst: boolean }
    | {
        readonly kind: 'argument';
        readonly command: KnownCommand;
        readonly given: ReadonlySet<string>;
        /** The argument that a value without a name would be. */
        readonly slot: string | undefined;
      }
    | { readonly kind: 'value'; readonly command: KnownCommand; readonly argument: string }
    | { readonly kind: 'property'; readonly names: readonly string[] }
    | { readonly kind: 'variable' }
  );

export interface ScanOptions {
  readonly names: ConsoleNames;
  /** The menu in which the line is typed. */
  readonly menu: readonly string[];
  /** Global variables that are there already. */
  readonly globals: readonly string[];
}

const end = '';

/** What values hold that are commands again. */
export interface CommandScanners {
  /** One command; gives the menu in which the next one is looked up. */
  statement(cursor: ScanCursor, menu: readonly string[]): readonly string[];
  /** Commands up to the closing brace, which is left where it is. */
  statements(cursor: ScanCursor, menu: readonly string[], closing: string | undefined): void;
}

/** Walks over a line that may be unfinished or wrong, and takes down what each character is. */
export class ScanCursor {
  readonly text: string;
  readonly names: ConsoleNames;
  readonly commands: CommandScanners;
  readonly classes: TokenClass[];
  readonly variables = new Map<string, VariableClass>();
  at = 0;
  place: Place | undefined;
  /** Inside brackets and parentheses a line end is a blank. */
  newlinesAreBlank = false;

  constructor(text: string, { names, globals }: ScanOptions, commands: CommandScanners) {
    this.commands = commands;
    this.text = text;
    this.names = names;
    this.classes = Array.from<TokenClass>({ length: text.length }).fill('none');
    for (const name of globals) this.variables.set(name, 'variable-global');
  }

  get char(): string {
    return this.text[this.at] ?? end;
  }

  get atEnd(): boolean {
    return this.at >= this.text.length;
  }

  mark(from: number, token: TokenClass): void {
    this.classes.fill(token, from, this.at);
  }

  /** Takes one character of punctuation. */
  take(token: TokenClass = 'syntax-meta'): void {
    this.at += 1;
    this.mark(this.at - 1, token);
  }

  /** Takes what a pattern (with the flag `y`) matches here. */
  read(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? '';
    this.at += found.length;
    return found;
  }

  skipBlanks(): void {
    for (;;) {
      this.read(this.newlinesAreBlank ? /\s+/y : /[ \t\r]+/y);
      const start = this.at;
      if (this.read(/\\[ \t\r]*\n/y) === '') return;
      this.classes[start] = 'escaped';
    }
  }

  /** The console cannot get past this character; what follows it is nothing to it. */
  fail(): void {
    if (!this.atEnd) this.classes[this.at] = 'error';
    this.at = this.text.length;
    this.place = undefined;
    this.#failed = true;
  }

  #failed = false;

  /** Notes what may stand at the end, if this is the end. */
  endsWith(place: Place): void {
    if (this.atEnd && !this.#failed) this.place ??= place;
  }

  /** Runs `work` where line ends are blanks, or not. */
  nested(newlinesAreBlank: boolean, work: () => void): void {
    const before = this.newlinesAreBlank;
    this.newlinesAreBlank = newlinesAreBlank;
    work();
    this.newlinesAreBlank = before;
  }
}

export const noParameters: CommandParameters = { names: [], positional: [], switches: [], where: undefined };
