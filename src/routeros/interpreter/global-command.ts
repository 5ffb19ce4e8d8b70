import type { Argument, Command, Expression, Word } from '../ast.ts';
import { parsePlainSeconds, parseTime } from '../duration.ts';
import { RouterosError } from '../routeros-error.ts';
import { toText } from '../to-text.ts';
import { bool, nothing, type Value } from '../value.ts';
import { type Frame, innerFrame } from './frame.ts';
import { callableOf, runCodeInScope } from './functions.ts';
import { completeName } from './names.ts';
import type { Runtime } from './runtime.ts';
import { unknownParameter } from './unknown-parameter.ts';

/** A command of the language itself, such as `:put`. */
export interface GlobalCommand {
  readonly name: string;
  /** Arguments that may stand without a name, in their order. */
  readonly positional: readonly string[];
  /** Those that always need their name. */
  readonly named?: readonly string[];
  /** Named ones without a value. */
  readonly switches?: readonly string[];
  /** Not there on v6. */
  readonly since7?: boolean;
  run(call: GlobalCall): Promise<Value>;
}

/** One use of a global command. Arguments are evaluated when they are asked for. */
export class GlobalCall {
  readonly runtime: Runtime;
  readonly frame: Frame;
  readonly at: number;
  readonly #args: ReadonlyMap<string, Expression>;
  readonly #switches: ReadonlySet<string>;

  constructor(runtime: Runtime, frame: Frame, at: number, args: BoundArguments) {
    this.runtime = runtime;
    this.frame = frame;
    this.at = at;
    this.#args = args.values;
    this.#switches = args.switches;
  }

  has(name: string): boolean {
    return this.#args.has(name) || this.#switches.has(name);
  }

  expression(name: string): Expression | undefined {
    return this.#args.get(name);
  }

  /** An argument's value; `nothing` when it is not given. */
  async value(name: string): Promise<Value> {
    const expression = this.#args.get(name);
    if (expression === undefined) return this.#switches.has(name) ? bool(true) : nothing;
    return await this.runtime.evaluate(expression, this.frame);
  }

  async text(name: string): Promise<string> {
    return toText(await this.value(name));
  }

  /** A time in nanoseconds; plain numbers, also `0.5`, count seconds. */
  async time(name: string): Promise<bigint> {
    const expression = this.#args.get(name);
    const value = await this.value(name);
    const text = expression?.kind === 'word' ? expression.text : toText(value);
    const ns = value.type === 'time' ? value.value : (parsePlainSeconds(text) ?? parseTime(text));
    if (ns === undefined) throw this.error(`invalid time value for argument ${name}`);
    return ns;
  }

  async number(name: string, otherwise: bigint): Promise<bigint> {
    if (!this.has(name)) return otherwise;
    const value = await this.value(name);
    if (value.type === 'num') return value.value;
    const text = toText(value);
    if (!/^-?\d+$/.test(text)) throw this.error(`invalid value for argument ${name}`);
    return BigInt(text);
  }

  /** Runs a body (`do=`, `else=` …) in a scope of its own; `prepare` declares what it finds there. */
  async body(name: string, prepare: (inner: Frame) => void = () => {}): Promise<Value> {
    const expression = this.#args.get(name);
    if (expression === undefined) return nothing;
    const inner = innerFrame(this.frame);
    prepare(inner);
    if (expression.kind === 'code') return await this.runtime.runBlock(expression.block, inner);
    const value = await this.runtime.evaluate(expression, inner);
    const code = callableOf(value);
    return code === undefined ? value : await runCodeInScope(this.runtime, code, inner);
  }

  /** Asks the device; its errors point at this command. */
  async onDevice<T>(ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      throw error instanceof RouterosError ? error.at(this.runtime.positionOf(this.frame, this.at)) : error;
    }
  }

  error(message: string): RouterosError {
    return this.runtime.errorAt(message, this.frame, this.at);
  }
}

interface BoundArguments {
  readonly values: ReadonlyMap<string, Expression>;
  readonly switches: ReadonlySet<string>;
}

/** Gives a line's arguments the names that the command knows them by. */
export class GlobalBinding implements BoundArguments {
  readonly values = new Map<string, Expression>();
  readonly switches = new Set<string>();
  readonly #definition: GlobalCommand;
  readonly #runtime: Runtime;
  readonly #frame: Frame;

  constructor(definition: GlobalCommand, runtime: Runtime, frame: Frame) {
    this.#definition = definition;
    this.#runtime = runtime;
    this.#frame = frame;
  }

  bindAll(line: Command, rest: readonly Word[]): void {
    for (const argument of [...rest.map(asPositional), ...line.args, ...termsOf(line.where)]) {
      if (argument.kind === 'positional') this.#bindPositional(argument.value);
      else this.#bindNamed(argument);
    }
  }

  #bindPositional(value: Expression): void {
    const { positional, switches } = this.#definition;
    if (value.kind === 'word' && switches?.includes(value.text) === true) {
      this.switches.add(value.text);
      return;
    }
    const slot = positional.find((name) => !this.values.has(name));
    if (slot === undefined) throw this.#runtime.errorAt('expected end of command', this.#frame, value.start);
    this.values.set(slot, value);
  }

  #bindNamed(argument: Exclude<Argument, { kind: 'positional' }>): void {
    const { positional, named = [], switches = [] } = this.#definition;
    const name = completeName([...positional, ...named, ...switches], argument.name);
    if (name === undefined) throw unknownParameter(this.#runtime, this.#frame, argument.name, argument.start);
    if (argument.kind === 'named' && argument.value !== undefined) this.values.set(name, argument.value);
    else this.switches.add(name);
  }
}

function asPositional(word: Word): Argument {
  return { kind: 'positional', value: word, start: word.start, end: word.end };
}

/** `find` without a colon reads its arguments as a condition; at root they are the arguments of `:find`. */
function termsOf(where: Expression | undefined): readonly Argument[] {
  if (where === undefined) return [];
  const terms = where.kind === 'juxtaposition' ? where.terms : [where];
  return terms.map((value) => ({ kind: 'positional', value, start: value.start, end: value.end }));
}
