import type { Source } from '../../core/source.ts';
import type { Program, Script } from '../ast.ts';
import type { Device } from '../device.ts';
import type { Dialect } from '../dialect.ts';
import { LineIndex } from '../line-index.ts';
import { LiteralCache } from '../literal-cache.ts';
import { RegexCache } from '../regex.ts';
import { RouterosError, trapCategories } from '../routeros-error.ts';
import { type ArrayValue, nil, str, type Value } from '../value.ts';
import { Budget, defaultLimits, type Limits } from './budget.ts';
import { globalCommandsOf } from './commands.ts';
import { evaluate } from './evaluate.ts';
import type { Frame } from './frame.ts';
import type { GlobalCommand } from './global-command.ts';
import type { Globals } from './globals.ts';
import type { Runtime } from './runtime.ts';
import { Scope } from './scope.ts';
import { BreakSignal, ContinueSignal, ExitSignal, ReturnSignal } from './signals.ts';
import { runStatement, runStatements } from './statement.ts';

export interface InterpreterOptions {
  /** What `:put` and printing commands write; lines end with `\n`. */
  readonly output: (text: string) => void;
  readonly globals: Globals;
  readonly signal: AbortSignal;
  readonly limits?: Partial<Limits>;
  readonly dialect?: Dialect;
  /** In [0, 1); `Math.random` when absent. */
  readonly random?: () => number;
}

export interface RunOptions {
  /** The menu in which relative commands are looked up; root when absent. */
  readonly menu?: readonly string[];
  /** Unnamed members are `$1`, `$2` …, keyed ones variables by their name. */
  readonly args?: ArrayValue;
  /** What `:jobname` answers. */
  readonly jobName?: string;
}

export interface LineResult {
  readonly value: Value;
  /** The current menu afterwards, for the console's prompt. */
  readonly menu: readonly string[];
}

/** Runs scripts of the RouterOS language on a router. */
export class Interpreter {
  readonly #device: Device;
  readonly #options: InterpreterOptions;
  readonly #commands: ReadonlyMap<string, GlobalCommand>;
  readonly #literals = new LiteralCache();
  readonly #regexes = new RegexCache();
  readonly #lines = new WeakMap<Source, LineIndex>();

  constructor(device: Device, options: InterpreterOptions) {
    this.#device = device;
    this.#options = options;
    this.#commands = globalCommandsOf(options.dialect ?? '7');
  }

  /** Runs a script; its value is what `:return` gave. Faults are thrown as `RouterosError`. */
  async run({ source, body }: Script, options: RunOptions = {}): Promise<Value> {
    return (await this.runLine({ source, statements: body.statements }, options)).value;
  }

  /** The same for a line of the console, which may change the current menu. */
  async runLine(program: Program, { menu = [], args, jobName }: RunOptions = {}): Promise<LineResult> {
    const scope = new Scope(this.#options.globals);
    if (args !== undefined) declareArguments(scope, args);
    const frame: Frame = { scope, menu, source: program.source, jobName, properties: undefined };
    const value = await this.#runToEnd(program, frame);
    return { value, menu: frame.menu };
  }

  async #runToEnd({ statements }: Program, frame: Frame): Promise<Value> {
    const { limits, signal, output } = this.#options;
    const runtime = this.#createRuntime(new Budget({ ...defaultLimits, ...limits }, signal), output);
    try {
      return await runtime.runStatements(statements, frame);
    } catch (thrown) {
      // Values nested so deep that walking them exhausts the stack.
      if (thrown instanceof RangeError) throw new RouterosError('script stopped: nested too deep');
      return endOf(thrown);
    }
  }

  #createRuntime(budget: Budget, print: (text: string) => void): Runtime {
    const runtime: Runtime = {
      device: this.#device,
      globals: this.#options.globals,
      dialect: this.#options.dialect ?? '7',
      budget,
      literals: this.#literals,
      regexes: this.#regexes,
      print,
      random: this.#options.random ?? Math.random,
      evaluate: (expression, frame) => evaluate(runtime, expression, frame),
      runStatement: (statement, frame, asValue) => runStatement(runtime, this.#commands, statement, frame, asValue),
      runStatements: (statements, frame) => runStatements(runtime, statements, frame),
      runBlock: (block, frame) => runStatements(runtime, block.statements, frame),
      withOutput: (other) => this.#createRuntime(budget, other),
      positionOf: (frame, offset) => this.#linesOf(frame.source).at(offset),
      errorAt: (message, frame, offset) =>
        new RouterosError(message, { category: trapCategories.scripting, ...this.#linesOf(frame.source).at(offset) }),
    };
    return runtime;
  }

  #linesOf(source: Source): LineIndex {
    const known = this.#lines.get(source) ?? new LineIndex(source);
    this.#lines.set(source, known);
    return known;
  }
}

/** `:return` and `:exit` end a script as its last line does. */
function endOf(thrown: unknown): Value {
  if (thrown instanceof ReturnSignal) return thrown.value;
  if (thrown instanceof ExitSignal || thrown instanceof BreakSignal || thrown instanceof ContinueSignal) return nil;
  throw thrown;
}

function declareArguments(scope: Scope, args: ArrayValue): void {
  scope.declareArgument('0', str(''));
  for (const [index, value] of args.list.entries()) scope.declareArgument(String(index + 1), value);
  for (const [name, value] of args.keyed) scope.declareArgument(name, value);
}
