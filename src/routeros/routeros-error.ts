import type { ArrayValue } from './value.ts';

const isOfParser = /^(?:syntax error|expected |bad command name|bad parameter|missing (?:closing|value for))/;

/** API trap categories (MikroTik's manual, "API", trap categories). */
export const trapCategories = {
  missing: 0,
  argument: 1,
  interrupted: 2,
  scripting: 3,
  general: 4,
  api: 5,
  tty: 6,
  returned: 7,
} as const;

/**
 * An error as RouterOS words it. `message` is RouterOS's own text without the position; the position is there when the
 * text came from a source with lines, 1-based as RouterOS counts.
 */
export class RouterosError extends Error {
  override readonly name = 'RouterosError';
  readonly category: number | undefined;
  readonly line: number | undefined;
  readonly column: number | undefined;
  /** What `:onerror e,attr` finds in its second name, such as a fetch's `code` and `http-headers`. */
  readonly attributes: ArrayValue | undefined;

  constructor(
    message: string,
    options: {
      category?: number | undefined;
      line?: number | undefined;
      column?: number | undefined;
      attributes?: ArrayValue | undefined;
    } = {},
  ) {
    super(message);
    this.category = options.category;
    this.line = options.line;
    this.column = options.column;
    this.attributes = options.attributes;
  }

  /** The text as the console prints it: `expected end of command (line 1 column 5)`. */
  get text(): string {
    return this.line === undefined ? this.message : `${this.message} (line ${this.line} column ${this.column ?? 1})`;
  }

  /**
   * The text as a console prints it: RouterOS up to 7.20 says where only of what its parser does not understand, and of
   * what went wrong in running just what (language-facts 9).
   */
  get said(): string {
    return isOfParser.test(this.message) ? this.text : this.message;
  }

  /** The same error with a position, unless it has one already. */
  at(position: { line: number; column: number }): RouterosError {
    if (this.line !== undefined) return this;
    const { category, attributes } = this;
    return new RouterosError(this.message, { category, attributes, line: position.line, column: position.column });
  }
}
