import type { Block, Expression, Statement } from '../ast.ts';
import type { Device } from '../device.ts';
import type { Dialect } from '../dialect.ts';
import type { LiteralCache } from '../literal-cache.ts';
import type { RegexCache } from '../regex.ts';
import type { RouterosError } from '../routeros-error.ts';
import type { Value } from '../value.ts';
import type { Budget } from './budget.ts';
import type { Frame } from './frame.ts';
import type { Globals } from './globals.ts';

/** What a function is called with. */
export interface CallArguments {
  readonly self: Value;
  readonly positional: readonly Value[];
  readonly named: ReadonlyMap<string, Value>;
}

/** The parts of the interpreter that need each other, so that each can live in its own file. */
export interface Runtime {
  readonly device: Device;
  readonly globals: Globals;
  readonly dialect: Dialect;
  readonly budget: Budget;
  readonly literals: LiteralCache;
  readonly regexes: RegexCache;
  readonly print: (text: string) => void;
  /** In [0, 1), for `:rndnum` and `:rndstr`. */
  readonly random: () => number;
  evaluate(expression: Expression, frame: Frame): Promise<Value>;
  /** A statement; `asValue` when its value is used (`[ … ]`). */
  runStatement(statement: Statement, frame: Frame, asValue: boolean): Promise<Value>;
  /** Statements one after the other in a frame; the last one's value. */
  runStatements(statements: Iterable<Statement>, frame: Frame): Promise<Value>;
  runBlock(block: Block, frame: Frame): Promise<Value>;
  /** The same runtime whose output goes elsewhere. */
  withOutput(print: (text: string) => void): Runtime;
  /** An error that points at an offset of the text that is run. */
  errorAt(message: string, frame: Frame, offset: number): RouterosError;
  positionOf(frame: Frame, offset: number): { readonly line: number; readonly column: number };
}
