import { bytesOfText } from './byte-text.ts';

const escapes: ReadonlyMap<string, string> = new Map([
  ['"', '\\"'],
  ['\\', '\\\\'],
  ['$', '\\$'],
  ['?', '\\?'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

/**
 * What may stand without quotes: the set that the console's completion text lists. A `#` in front would begin a comment where
 * the line is broken before it.
 */
const bare = /^(?!#)[A-Za-z0-9\-.,:<>/|+_*&^%#@!~]+$/;

/** A value as `/export` writes it: bare when it can be, else in quotes with RouterOS's escapes. */
export function quoteValue(value: string): string {
  return bare.test(value) ? value : `"${escapeUnits(value).join('')}"`;
}

/** The inside of a quoted text, one entry for each byte that it stands for. */
export function escapeUnits(value: string): readonly string[] {
  return [...bytesOfText(value)].map((byte) => {
    const char = String.fromCharCode(byte);
    if (byte > 126 || byte < 32) return escapes.get(char) ?? `\\${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    return escapes.get(char) ?? char;
  });
}

const indent = 4;
const width = 78;

/**
 * One command of an export, wrapped as RouterOS wraps it (derived from 6.39–7.14 exports: lines of at most 79 bytes with
 * the backslash). `terse` breaks only before line ends inside values. The last line ends too.
 */
export function exportLines(
  words: readonly string[],
  args: readonly (readonly [name: string, value: string])[],
  { terse = false }: { terse?: boolean } = {},
): string {
  const writer = new ExportWriter(terse);
  for (const word of words) writer.word(word);
  for (const [name, value] of args) writer.argument(name, value);
  return writer.text;
}

/** `add`, `[ find … ]` and arguments, written one behind the other. */
class ExportWriter {
  #text = '';
  #column = 0;
  readonly #terse: boolean;

  constructor(terse: boolean) {
    this.#terse = terse;
  }

  /** The blank behind the last unit is not written. */
  get text(): string {
    return `${this.#text.replace(/ $/, '')}\n`;
  }

  word(word: string): void {
    if (!this.#fits(word) && this.#column > 0) this.#break();
    this.#write(`${word} `);
  }

  argument(name: string, value: string): void {
    if (!this.#terse && this.#column + name.length + 1 > width - 1) this.#break();
    this.#write(`${name}=`);
    this.#value(value);
  }

  #value(value: string): void {
    const quoted = quoteValue(value);
    const hasLines = value.includes('\n');
    if (this.#fits(quoted) && !(this.#terse && hasLines)) {
      this.#write(`${quoted} `);
    } else if (indent + quoted.length + 1 <= width && !hasLines) {
      this.#break();
      this.#write(`${quoted} `);
    } else {
      this.#split(value);
    }
  }

  /** A value that fits no line is quoted in any case and broken between its units. */
  #split(value: string): void {
    this.#write('"');
    for (const unit of escapeUnits(value)) this.#unit(unit);
    this.#unit('"');
    this.#write(' ');
  }

  /** A blank at the start of a line would be lost, so it is written `\_`. */
  #unit(unit: string): void {
    const isTooFar = !this.#terse && this.#column + unit.length > width;
    const breaks = isTooFar || unit === '\\n';
    if (breaks) this.#break();
    this.#write(breaks && unit === ' ' ? '\\_' : unit);
  }

  #fits(unit: string): boolean {
    return this.#terse || this.#column + unit.length + 1 <= width;
  }

  #write(text: string): void {
    this.#text += text;
    this.#column += text.length;
  }

  #break(): void {
    this.#text += `\\\n${' '.repeat(indent)}`;
    this.#column = indent;
  }
}

/** The first lines of an export of a virtual router; `date` as that version writes dates (ISO from 7.10 on). */
export function exportHeader({ version, date }: { readonly version: string; readonly date: string }): string {
  return `# ${date} by RouterOS ${version}\n# software id = \n#\n`;
}
