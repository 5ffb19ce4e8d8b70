import type { Source } from '../core/source.ts';
import type { ArrayLiteral, ArrayMember, Block, Bracket, Script, Statement, TextBlock } from './ast.ts';
import type { Dialect } from './dialect.ts';
import { skipBeforeMember, skipBetweenStatements, skipBlanks } from './parser/blanks.ts';
import { parseStatement } from './parser/command.ts';
import { Cursor } from './parser/cursor.ts';
import { parseExpression, parseGroup } from './parser/expression.ts';
import type { Parsing } from './parser/parsing.ts';
import { parseArrayKey, parseString, parseVariable } from './parser/quoted.ts';
import { str } from './value.ts';

/**
 * Parses a script. The first fault ends it with RouterOS's own words and position, as on the router; whether menus,
 * commands and properties exist is not asked here.
 */
export function parseScript(source: Source, { dialect = '7' }: { dialect?: Dialect } = {}): Script {
  const cursor = new Cursor(source, dialect);
  cursor.accept('\ufeff');
  const body = parseAll(cursor);
  if (!cursor.atEnd) throw cursor.error('expected command name');
  return { kind: 'script', source, body };
}

/** A text made to exhaust the stack is refused like any other fault. */
function parseAll(cursor: Cursor): Block {
  try {
    return parseStatements(createParsing(cursor));
  } catch (error) {
    throw error instanceof RangeError ? cursor.error('brackets nested too deep') : error;
  }
}

function createParsing(cursor: Cursor): Parsing {
  const parsing: Parsing = {
    cursor,
    expression: (inWhere) => parseExpression(parsing, inWhere),
    block: () => parseBlock(parsing),
    statement: () => parseStatement(parsing),
    bracket: () => parseBracket(parsing),
    group: (inWhere) => parseGroup(parsing, inWhere),
    variable: () => parseVariable(cursor),
    string: () => cursor.nested(cursor.newlinesAreBlank, () => parseString(parsing)),
    array: () => parseArray(parsing),
    code: () => {
      const block = parseBlock(parsing);
      return { kind: 'code', block, start: block.start, end: block.end };
    },
    textBlock: () => parseTextBlock(parsing),
  };
  return parsing;
}

/** statements: ( statement ( line end | `;` | comment )* )* */
function parseStatements(parsing: Parsing): Block {
  const { cursor } = parsing;
  const start = cursor.offset;
  const statements: Statement[] = [];
  for (;;) {
    skipBetweenStatements(cursor);
    if (cursor.atEnd || cursor.char === '}') break;
    statements.push(parsing.statement());
    if (cursor.char === ']') throw cursor.error('expected end of command');
  }
  return { kind: 'block', statements, start, end: cursor.offset };
}

/** block: `{` statements `}` */
function parseBlock(parsing: Parsing): Block {
  const { cursor } = parsing;
  const start = cursor.offset++;
  return cursor.nested(false, () => {
    const { statements } = parseStatements(parsing);
    cursor.close('}');
    return { kind: 'block', statements, start, end: cursor.offset };
  });
}

/** bracket: `[` statement? `;`? `]` */
function parseBracket(parsing: Parsing): Bracket {
  const { cursor } = parsing;
  const start = cursor.offset++;
  return cursor.nested(true, () => {
    skipBlanks(cursor);
    const statement = cursor.char === ']' ? undefined : parsing.statement();
    if (cursor.accept(';')) skipBlanks(cursor);
    cursor.close(']');
    return { kind: 'bracket', statement, start, end: cursor.offset };
  });
}

/** textBlock: a block, of which the text counts */
function parseTextBlock(parsing: Parsing): TextBlock {
  const { start, end } = parseBlock(parsing);
  return { kind: 'text-block', text: parsing.cursor.source.text.slice(start + 1, end - 1), start, end };
}

/** array: `{` member ( `;` member )* `;`? `}`; `({})` is empty, `{}` alone is an error */
function parseArray(parsing: Parsing): ArrayLiteral {
  const { cursor } = parsing;
  const start = cursor.offset++;
  return cursor.nested(true, () => {
    const members: ArrayMember[] = [];
    for (;;) {
      skipBeforeMember(cursor);
      if (cursor.accept('}')) return { kind: 'array', members, start, end: cursor.offset };
      members.push(parseMember(parsing));
      skipBlanks(cursor);
      if (!cursor.accept(';') && cursor.char !== '}') cursor.close('}');
    }
  });
}

/** member: ( key `=` )? expression; `key=` without a value is the text of the key */
function parseMember(parsing: Parsing): ArrayMember {
  const { cursor } = parsing;
  const start = cursor.offset;
  const key = parseArrayKey(cursor);
  if (key === undefined) return { key: undefined, value: parsing.expression(false) };
  cursor.offset++;
  skipBlanks(cursor);
  if (cursor.char !== ';' && cursor.char !== '}') return { key, value: parsing.expression(false) };
  return { key: undefined, value: { kind: 'word', text: key, value: str(key), start, end: cursor.offset } };
}
