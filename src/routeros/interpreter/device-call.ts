import type { Argument, Command, Expression } from '../ast.ts';
import type { CallPosition, CommandParameters, DeviceCall } from '../device.ts';
import { RouterosError } from '../routeros-error.ts';
import { bool, str, type Value } from '../value.ts';
import { type Frame, frameInMenu, frameWithProperties } from './frame.ts';
import { literalText } from './literal-text.ts';
import { completeName } from './names.ts';
import type { Resolved } from './resolve.ts';
import type { Runtime } from './runtime.ts';
import { isHeld } from './truth.ts';
import { unknownParameter } from './unknown-parameter.ts';
import { findUnknownProperty } from './where-properties.ts';

type DeviceTarget = Extract<Resolved, { kind: 'device' }>;

/** Carries out a command that lives in a menu. */
export async function runOnDevice(
  runtime: Runtime,
  target: DeviceTarget,
  line: Command,
  frame: Frame,
  asValue: boolean,
): Promise<Value> {
  const parameters = runtime.device.parameters(target.path, target.command);
  if (parameters === undefined) throw runtime.errorAt(`bad command name ${target.command}`, frame, target.at);
  const binding = new DeviceBinding(runtime, frameInMenu(frame, target.path), parameters);
  await binding.bindAll(target, line);
  return await run(runtime, frame, target, {
    path: target.path,
    command: target.command,
    args: binding.args,
    unset: binding.unset,
    ...binding.where(line),
    asValue,
    print: runtime.print,
    signal: runtime.budget.signal,
    position: positionOf(runtime, frame, target.at, binding.offsets),
  });
}

async function run(runtime: Runtime, frame: Frame, target: DeviceTarget, call: DeviceCall): Promise<Value> {
  try {
    return runtime.budget.checked(await runtime.device.run(call));
  } catch (error) {
    throw error instanceof RouterosError ? error.at(runtime.positionOf(frame, target.at)) : error;
  }
}

/** Positions are worked out only when an error asks for them. */
function positionOf(runtime: Runtime, frame: Frame, at: number, offsets: ReadonlyMap<string, number>): CallPosition {
  return {
    get line() {
      return runtime.positionOf(frame, at).line;
    },
    get column() {
      return runtime.positionOf(frame, at).column;
    },
    arg: (name) => {
      const offset = offsets.get(name);
      return offset === undefined ? undefined : runtime.positionOf(frame, offset);
    },
  };
}

/** Matches a line's arguments with what a command takes. */
class DeviceBinding {
  readonly args = new Map<string, Value>();
  readonly unset: string[] = [];
  readonly offsets = new Map<string, number>();
  readonly #runtime: Runtime;
  readonly #frame: Frame;
  readonly #parameters: CommandParameters;

  constructor(runtime: Runtime, frame: Frame, parameters: CommandParameters) {
    this.#runtime = runtime;
    this.#frame = frame;
    this.#parameters = parameters;
  }

  async bindAll(target: DeviceTarget, line: Command): Promise<void> {
    for (const word of target.rest) this.#bindWord(word.text, word.start);
    for (const argument of line.args) {
      // Waiting for what is there already is most of the cost of a long list of `add` lines.
      if (!this.#bindReady(argument) && argument.kind !== 'unset') await this.#bind(argument);
    }
  }

  /** The condition, asked item by item. */
  where(line: Command): Pick<DeviceCall, 'where'> {
    const { where } = line;
    if (where === undefined) return {};
    const names = this.#parameters.where;
    if (names === undefined) throw this.#unknown('where', where.start);
    const known = new Set([...names, '.id']);
    const unknown = findUnknownProperty(where, known);
    if (unknown !== undefined) throw this.#fail('expected end of command', unknown.start);
    return { where: (get) => this.#holds(where, known, get) };
  }

  async #holds(where: Expression, names: ReadonlySet<string>, get: (name: string) => Value): Promise<boolean> {
    await this.#runtime.budget.step();
    return isHeld(await this.#runtime.evaluate(where, frameWithProperties(this.#frame, { names, get })));
  }

  /** Binds what needs no evaluation; false for the rest. */
  #bindReady(argument: Argument): boolean {
    if (argument.kind === 'unset') {
      this.unset.push(this.#complete(argument.name, argument.start));
      return true;
    }
    const text = argument.value === undefined ? '' : literalText(argument.value);
    if (argument.kind !== 'named' || text === undefined) return false;
    this.#set(this.#complete(argument.name, argument.start), str(text), argument.start);
    return true;
  }

  async #bind(argument: Exclude<Argument, { kind: 'unset' }>): Promise<void> {
    if (argument.kind === 'named') {
      const name = this.#complete(argument.name, argument.start);
      this.#set(name, await this.#valueOf(argument.value), argument.start);
    } else if (argument.value.kind === 'word') {
      this.#bindWord(argument.value.text, argument.start);
    } else {
      const slot = this.#nextSlot();
      if (slot === undefined) throw this.#fail('expected end of command', argument.start);
      this.#set(slot, await this.#valueOf(argument.value), argument.start);
    }
  }

  /** A bare word is a switch, or the next unnamed argument. */
  #bindWord(text: string, at: number): void {
    const slot = this.#nextSlot();
    const { switches, names } = this.#parameters;
    const flag = slot === undefined ? completeName([...switches, ...names], text) : completeExact(switches, text);
    if (flag !== undefined) this.#set(flag, bool(true), at);
    else if (slot !== undefined) this.#set(slot, str(text), at);
    else throw this.#unknown(text, at);
  }

  #nextSlot(): string | undefined {
    return this.#parameters.positional.find((name) => !this.args.has(name));
  }

  #set(name: string, value: Value, at: number): void {
    this.args.set(name, value);
    this.offsets.set(name, at);
  }

  /** A bare word stays the text it was written as: what `007` or `1d` mean is the property's to say. */
  async #valueOf(expression: Expression | undefined): Promise<Value> {
    if (expression === undefined) return str('');
    return expression.kind === 'word' ? str(expression.text) : await this.#runtime.evaluate(expression, this.#frame);
  }

  #complete(given: string, at: number): string {
    const { names, positional, switches } = this.#parameters;
    if (names.includes(given)) return given;
    const name = completeName(new Set([...names, ...positional, ...switches]), given);
    if (name === undefined) throw this.#unknown(given, at);
    return name;
  }

  #unknown(name: string, at: number): RouterosError {
    return unknownParameter(this.#runtime, this.#frame, name, at);
  }

  #fail(message: string, at: number): RouterosError {
    return this.#runtime.errorAt(message, this.#frame, at);
  }
}

const completeExact = (names: readonly string[], text: string): string | undefined =>
  names.includes(text) ? text : undefined;
