import type { Call, Command, Statement } from '../ast.ts';
import { RouterosError } from '../routeros-error.ts';
import { nil, nothing, str, type Value } from '../value.ts';
import { runOnDevice } from './device-call.ts';
import { type Frame, frameInMenu, innerFrame } from './frame.ts';
import { callableOf, callCode } from './functions.ts';
import { GlobalBinding, GlobalCall, type GlobalCommand } from './global-command.ts';
import { type Resolved, resolveCommand } from './resolve.ts';
import type { CallArguments, Runtime } from './runtime.ts';

/** Runs statements one after the other; the last one's value. */
export async function runStatements(runtime: Runtime, statements: Iterable<Statement>, frame: Frame): Promise<Value> {
  let last: Value = nil;
  for (const statement of statements) last = await runtime.runStatement(statement, frame, false);
  return last;
}

/** Runs one statement. */
export async function runStatement(
  runtime: Runtime,
  commands: ReadonlyMap<string, GlobalCommand>,
  statement: Statement,
  frame: Frame,
  asValue: boolean,
): Promise<Value> {
  const turn = runtime.budget.step();
  if (turn !== undefined) await turn;
  if (statement.kind === 'call') return await runCall(runtime, statement, frame);
  return await runCommand(runtime, commands, statement, frame, asValue);
}

/** `$f a b=c`; a value that cannot be called is the statement's value. */
async function runCall(runtime: Runtime, call: Call, frame: Frame): Promise<Value> {
  const callee = await runtime.evaluate(call.callee, frame);
  const code = callableOf(callee);
  const args = await evaluateArguments(runtime, call, frame);
  return code === undefined ? callee : await callCode(runtime, code, args, frame);
}

async function evaluateArguments(runtime: Runtime, call: Call, frame: Frame): Promise<CallArguments> {
  const positional: Value[] = [];
  const named = new Map<string, Value>();
  for (const argument of call.args) {
    if (argument.kind === 'unset') positional.push(str(`!${argument.name}`));
    else if (argument.kind === 'positional') positional.push(await runtime.evaluate(argument.value, frame));
    else
      named.set(argument.name, argument.value === undefined ? str('') : await runtime.evaluate(argument.value, frame));
  }
  const self = call.callee.kind === 'variable' ? str(`$${call.callee.name}`) : nothing;
  return { self, positional, named };
}

async function runCommand(
  runtime: Runtime,
  commands: ReadonlyMap<string, GlobalCommand>,
  line: Command,
  frame: Frame,
  asValue: boolean,
): Promise<Value> {
  const resolved = await resolve(runtime, commands, line, frame);
  if (resolved.kind === 'device') return await runOnDevice(runtime, resolved, line, frame, asValue);
  if (resolved.kind === 'menu') return await enterMenu(runtime, resolved.path, line, frame);
  const binding = new GlobalBinding(resolved.command, runtime, frame);
  binding.bindAll(line, resolved.rest);
  return await resolved.command.run(new GlobalCall(runtime, frame, resolved.at, binding));
}

/** Arguments are evaluated before the words are looked up, so an unknown word inside them is reported first. */
async function resolve(
  runtime: Runtime,
  globalCommands: ReadonlyMap<string, GlobalCommand>,
  line: Command,
  frame: Frame,
): Promise<Resolved> {
  const fail = (message: string, offset: number): RouterosError => runtime.errorAt(message, frame, offset);
  try {
    return resolveCommand(line, { device: runtime.device, globalCommands, menu: frame.menu, fail });
  } catch (error) {
    if (error instanceof RouterosError && error.message.startsWith('bad command name'))
      await evaluateAll(runtime, line, frame);
    throw error;
  }
}

async function evaluateAll(runtime: Runtime, line: Command, frame: Frame): Promise<void> {
  for (const argument of line.args) {
    if (argument.kind !== 'unset' && argument.value !== undefined) await runtime.evaluate(argument.value, frame);
  }
}

/** A line that is only a path changes the current menu; `/menu { … }` works in it and comes back. */
async function enterMenu(runtime: Runtime, path: readonly string[], line: Command, frame: Frame): Promise<Value> {
  if (line.block !== undefined) return await runtime.runBlock(line.block, frameInMenu(innerFrame(frame), path));
  const [unexpected] = line.args;
  if (unexpected !== undefined) throw runtime.errorAt('expected command name', frame, unexpected.start);
  if (line.where !== undefined) throw runtime.errorAt('expected command name', frame, line.where.start);
  frame.menu = path;
  return nil;
}
