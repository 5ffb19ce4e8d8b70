import type { Source } from '../../core/source.ts';
import type { Block, Expression } from '../ast.ts';
import { type CodeValue, list, nil, nothing, type Value } from '../value.ts';
import type { Frame } from './frame.ts';
import type { CallArguments, Runtime } from './runtime.ts';
import { Scope } from './scope.ts';
import { ReturnSignal } from './signals.ts';

/** What code values hold: a tree, the text it came from, and the menu it was written in. */
interface CodeBody {
  readonly kind: 'code-body';
  readonly source: Source;
  readonly menu: readonly string[];
  readonly content: Block | Expression;
}

export function codeValue(content: Block | Expression, frame: Pick<Frame, 'source' | 'menu'>): CodeValue {
  return {
    type: 'code',
    body: { kind: 'code-body', source: frame.source, menu: frame.menu, content } satisfies CodeBody,
  };
}

/** `do={ … }` of `:local` and `:global` makes an array of which the second member is code (measured on 7.13). */
export function functionValue(code: CodeValue): Value {
  return list([nothing, code]);
}

/** The code to run when a value is called; undefined when it cannot be called. */
export function callableOf(value: Value): CodeValue | undefined {
  if (value.type === 'code') return value;
  if (value.type === 'op') return value.value;
  const second = value.type === 'array' && value.list.length === 2 ? value.list[1] : undefined;
  return second?.type === 'code' ? second : undefined;
}

/** Calls code: it sees its arguments and what it declares itself, nothing of the scope around the call. */
export async function callCode(runtime: Runtime, code: CodeValue, args: CallArguments, frame: Frame): Promise<Value> {
  const body = code.body;
  if (!isCodeBody(body)) return nil;
  const scope = new Scope(runtime.globals);
  declareArguments(scope, args);
  const inner: Frame = { scope, menu: body.menu, source: body.source, jobName: frame.jobName, properties: undefined };
  return await runtime.budget.deeper(() => runContent(runtime, body.content, inner));
}

/** Runs a block in the scope around it: the bodies of `:if`, `:do` and the like when they come from a variable. */
export async function runCodeInScope(runtime: Runtime, code: CodeValue, frame: Frame): Promise<Value> {
  const body = code.body;
  if (!isCodeBody(body)) return nil;
  const inner: Frame = { ...frame, scope: frame.scope.inner(), source: body.source };
  return body.content.kind === 'block'
    ? await runtime.runBlock(body.content, inner)
    : await runtime.evaluate(body.content, inner);
}

async function runContent(runtime: Runtime, content: Block | Expression, frame: Frame): Promise<Value> {
  if (content.kind !== 'block') return await runtime.evaluate(content, frame);
  try {
    await runtime.runBlock(content, frame);
    return nil;
  } catch (signal) {
    if (signal instanceof ReturnSignal) return signal.value;
    throw signal;
  }
}

function declareArguments(scope: Scope, args: CallArguments): void {
  scope.declareArgument('0', args.self);
  for (const [index, value] of args.positional.entries()) scope.declareArgument(String(index + 1), value);
  for (const [name, value] of args.named) scope.declareArgument(name, value);
}

function isCodeBody(body: unknown): body is CodeBody {
  return typeof body === 'object' && body !== null && 'kind' in body && body.kind === 'code-body';
}
