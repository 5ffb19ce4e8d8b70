import type { Source } from '../core/source.ts';
import type {
  Argument,
  ArrayLiteral,
  ArrayMember,
  Block,
  Bracket,
  Code,
  Expression,
  Group,
  Program,
  Script,
  Statement,
  TextBlock,
  Word,
} from './ast.ts';
import type { Dialect } from './dialect.ts';
import { skipBeforeMember, skipBetweenStatements, skipBlanks } from './parser/blanks.ts';
import { codes } from './parser/characters.ts';
import { parseStatement } from './parser/command.ts';
import { Cursor } from './parser/cursor.ts';
import { parseExpression, parseGroup } from './parser/expression.ts';
import type { Parsing } from './parser/parsing.ts';
import { Pile } from './parser/pile.ts';
import { parseArrayKey } from './parser/quoted.ts';

interface ParseOptions {
  readonly dialect?: Dialect;
}

/**
 * Parses a script. The first fault ends it with RouterOS's own words and position, as on the router; whether menus,
 * commands and properties exist is not asked here.
 */
export function parseScript(source: Source, options: ParseOptions = {}): Script {
  const start = source.text.startsWith(byteOrderMark) ? 1 : 0;
  const statements = [...readStatements(source, options)];
  return { kind: 'script', source, body: { kind: 'block', statements, start, end: source.text.length } };
}

/** Above this a text is read twice rather than kept as a tree, which takes some ten times its size. */
const largestKept = 64 * 1024;

/**
 * The statements of a text that is to run. The whole text has been parsed when the first of them is there, so a fault far
 * down keeps all of it from running, but of a long text only one statement at a time is in memory.
 */
export function programOf(source: Source, options: ParseOptions = {}): Program {
  if (source.text.length <= largestKept) return { source, statements: parseScript(source, options).body.statements };
  for (const _ of readStatements(source, options));
  return { source, statements: readStatements(source, options) };
}

function* readStatements(source: Source, { dialect = '7' }: ParseOptions = {}): Generator<Statement, void> {
  const grammar = new Grammar(new Cursor(source, dialect));
  const { cursor } = grammar;
  if (source.text.startsWith(byteOrderMark)) cursor.offset++;
  for (let next = grammar.nextAtTop(); next !== undefined; next = grammar.nextAtTop()) yield next;
  if (!cursor.atEnd) throw cursor.error('expected command name');
}

const byteOrderMark = '\ufeff';

class Grammar implements Parsing {
  readonly cursor: Cursor;
  readonly words = new Pile<Word>();
  readonly args = new Pile<Argument>();
  readonly #statements = new Pile<Statement>();

  constructor(cursor: Cursor) {
    this.cursor = cursor;
  }

  /** A text made to exhaust the stack is refused like any other fault. */
  nextAtTop(): Statement | undefined {
    try {
      return this.#next();
    } catch (error) {
      throw error instanceof RangeError ? this.cursor.error('brackets nested too deep') : error;
    }
  }

  /** statements: ( statement ( line end | `;` | comment )* )* */
  #next(): Statement | undefined {
    const { cursor } = this;
    skipBetweenStatements(cursor);
    if (cursor.atEnd || cursor.code === codes.closeBrace) return undefined;
    const statement = parseStatement(this);
    if (cursor.code === codes.closeBracket) throw cursor.error('expected end of command');
    return statement;
  }

  expression(inWhere: boolean): Expression {
    return parseExpression(this, inWhere);
  }

  group(inWhere: boolean): Group {
    return parseGroup(this, inWhere);
  }

  statement(): Statement {
    return parseStatement(this);
  }

  /** block: `{` statements `}` */
  block(): Block {
    const { cursor } = this;
    const start = cursor.offset++;
    const outer = cursor.enter(false);
    const { height } = this.#statements;
    for (let next = this.#next(); next !== undefined; next = this.#next()) this.#statements.push(next);
    cursor.close(codes.closeBrace);
    cursor.leave(outer);
    return { kind: 'block', statements: this.#statements.takeFrom(height), start, end: cursor.offset };
  }

  code(): Code {
    const block = this.block();
    return { kind: 'code', block, start: block.start, end: block.end };
  }

  /** textBlock: a block, of which the text counts */
  textBlock(): TextBlock {
    const { start, end } = this.block();
    return { kind: 'text-block', text: this.cursor.text.slice(start + 1, end - 1), start, end };
  }

  /** bracket: `[` statement? `;`? `]` */
  bracket(): Bracket {
    const { cursor } = this;
    const start = cursor.offset++;
    const outer = cursor.enter(true);
    skipBlanks(cursor);
    const statement = cursor.code === codes.closeBracket ? undefined : parseStatement(this);
    if (cursor.accept(codes.semicolon)) skipBlanks(cursor);
    cursor.close(codes.closeBracket);
    cursor.leave(outer);
    return { kind: 'bracket', statement, start, end: cursor.offset };
  }

  /** array: `{` member ( `;` member )* `;`? `}`; `({})` is empty, `{}` alone is an error */
  array(): ArrayLiteral {
    const { cursor } = this;
    const start = cursor.offset++;
    const outer = cursor.enter(true);
    const members: ArrayMember[] = [];
    for (skipBeforeMember(cursor); !cursor.accept(codes.closeBrace); skipBeforeMember(cursor)) {
      members.push(this.#member());
      skipBlanks(cursor);
      if (!cursor.accept(codes.semicolon) && cursor.code !== codes.closeBrace) cursor.close(codes.closeBrace);
    }
    cursor.leave(outer);
    return { kind: 'array', members, start, end: cursor.offset };
  }

  /** member: ( key `=` )? expression; `key=` without a value is the text of the key */
  #member(): ArrayMember {
    const { cursor } = this;
    const key = parseArrayKey(cursor);
    if (key === undefined) return { key, value: parseExpression(this, false) };
    cursor.offset++;
    skipBlanks(cursor);
    const isText = cursor.code === codes.semicolon || cursor.code === codes.closeBrace;
    return { key, value: isText ? undefined : parseExpression(this, false) };
  }
}
