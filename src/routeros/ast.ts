import type { Source } from '../core/source.ts';

/** Where a node came from: UTF-16 offsets, `end` exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Script {
  readonly kind: 'script';
  readonly source: Source;
  readonly body: Block;
}

/** What can run: a script, or a text that is read while it runs. */
export interface Program {
  readonly source: Source;
  /** Can be gone through once. */
  readonly statements: Iterable<Statement>;
}

export interface Block extends Span {
  readonly kind: 'block';
  readonly statements: readonly Statement[];
}

export type Statement = Command | Call;

/**
 * A command line. The tree knows no menus: `words` are all bare words up to the first other argument, so which of them
 * are path, command, switches and unnamed values is decided when it runs.
 */
export interface Command extends Span {
  readonly kind: 'command';
  readonly prefix: ':' | '/' | '';
  readonly words: readonly Word[];
  readonly args: readonly Argument[];
  /** What follows `where`, or the command word `find`. */
  readonly where: Expression | undefined;
  /** `/menu { … }` */
  readonly block: Block | undefined;
}

/** `$f a b=c`, or a value that stands alone as a statement. */
export interface Call extends Span {
  readonly kind: 'call';
  readonly callee: Variable | Bracket | Group;
  readonly args: readonly Argument[];
}

export type Argument = NamedArgument | PositionalArgument | UnsetArgument;

interface NamedArgument extends Span {
  readonly kind: 'named';
  readonly name: string;
  /** Absent: `name=` at the end of the line. */
  readonly value: Expression | undefined;
}

interface PositionalArgument extends Span {
  readonly kind: 'positional';
  readonly value: Expression;
}

/** `!name` */
interface UnsetArgument extends Span {
  readonly kind: 'unset';
  readonly name: string;
}

export type Expression =
  | Word
  | StringLiteral
  | Variable
  | Name
  | IsSet
  | Unary
  | Binary
  | Juxtaposition
  | Group
  | Bracket
  | ArrayLiteral
  | Code
  | TextBlock;

/** A bare word. Where it is no name, its value is what `parseLiteral` says. */
export interface Word extends Span {
  readonly kind: 'word';
  readonly text: string;
}

/** `"…"`, cut into text and what is put into it. */
export interface StringLiteral extends Span {
  readonly kind: 'string';
  readonly parts: readonly (string | Variable | Group | Bracket)[];
}

/** `$name` or `$"any name"` */
export interface Variable extends Span {
  readonly kind: 'variable';
  readonly name: string;
}

/** A bare word inside an expression: a variable, or a property inside `where`. */
export interface Name extends Span {
  readonly kind: 'name';
  readonly name: string;
}

/** A property that stands alone as a condition in `where`: `disabled`, `!comment`. */
export interface IsSet extends Span {
  readonly kind: 'is-set';
  readonly name: string;
}

export type UnaryOperator = '!' | '-' | '~' | 'any' | '>';

export interface Unary extends Span {
  readonly kind: 'unary';
  readonly operator: UnaryOperator;
  readonly operand: Expression;
}

export type BinaryOperator =
  | ','
  | 'or'
  | 'and'
  | 'in'
  | '<'
  | '>'
  | '='
  | '<='
  | '>='
  | '!='
  | '~'
  | '.'
  | '<<'
  | '>>'
  | '|'
  | '^'
  | '&'
  | '+'
  | '-'
  | '*'
  | '/'
  | '%'
  | '<%%'
  | '->';

export interface Binary extends Span {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
}

/** Operands side by side; all must hold in `where`. */
interface Juxtaposition extends Span {
  readonly kind: 'juxtaposition';
  readonly terms: readonly Expression[];
}

/** `( … )` */
export interface Group extends Span {
  readonly kind: 'group';
  readonly inner: Expression;
}

/** `[ … ]`: the value of one command. */
export interface Bracket extends Span {
  readonly kind: 'bracket';
  readonly statement: Statement | undefined;
}

export interface ArrayLiteral extends Span {
  readonly kind: 'array';
  readonly members: readonly ArrayMember[];
}

export interface ArrayMember {
  readonly key: string | undefined;
  /** Absent: `{key=}`, whose member is the text of the key. */
  readonly value: Expression | undefined;
}

/** `{ … }` where an argument takes commands. */
export interface Code extends Span {
  readonly kind: 'code';
  readonly block: Block;
}

/** `{ … }` where an argument takes a script's text (`source=`, `on-event=`). */
export interface TextBlock extends Span {
  readonly kind: 'text-block';
  readonly text: string;
}
