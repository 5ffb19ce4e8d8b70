import { arrayLength } from '../array.ts';
import type { ArrayLiteral, Binary, Expression, StringLiteral, Unary } from '../ast.ts';
import { negate } from '../operators/arithmetic.ts';
import { applyBinary, type ValueOperator } from '../operators/binary.ts';
import { invertBits } from '../operators/bitwise.ts';
import { concat } from '../operators/concat.ts';
import { RouterosError } from '../routeros-error.ts';
import { bool, nil, nothing, str, type Value } from '../value.ts';
import type { Frame } from './frame.ts';
import { callableOf, callCode, codeValue } from './functions.ts';
import type { Runtime } from './runtime.ts';
import { isHeld, isTrue } from './truth.ts';

/** The value of an expression. */
export async function evaluate(runtime: Runtime, expression: Expression, frame: Frame): Promise<Value> {
  switch (expression.kind) {
    case 'word':
      return runtime.literals.get(expression.text);
    case 'string':
      return runtime.budget.checked(await evaluateString(runtime, expression, frame));
    case 'variable':
    case 'name':
      return lookUp(expression.name, frame);
    case 'is-set':
      return bool(isHeld(lookUp(expression.name, frame)));
    case 'group':
      return await evaluate(runtime, expression.inner, frame);
    case 'bracket':
      return expression.statement === undefined ? nil : await runtime.runStatement(expression.statement, frame, true);
    case 'array':
      return runtime.budget.checked(await evaluateArray(runtime, expression, frame));
    case 'code':
      return codeValue(expression.block, frame);
    case 'text-block':
      return str(expression.text);
    case 'juxtaposition':
      return await evaluateAll(runtime, expression.terms, frame);
    case 'unary':
      return await evaluateUnary(runtime, expression, frame);
    case 'binary':
      return await evaluateBinary(runtime, expression, frame);
  }
}

/** Inside `where` the item's properties come before variables. */
function lookUp(name: string, frame: Frame): Value {
  if (frame.properties?.names.has(name) === true) return frame.properties.get(name);
  return frame.scope.get(name) ?? nothing;
}

/** A string of one part keeps that part's type; more parts are joined as `.` joins them. */
async function evaluateString(runtime: Runtime, string: StringLiteral, frame: Frame): Promise<Value> {
  let value: Value | undefined;
  for (const part of string.parts) {
    const next = typeof part === 'string' ? str(part) : await evaluate(runtime, part, frame);
    value = value === undefined ? next : concat(value, next);
  }
  return value ?? str('');
}

async function evaluateArray(runtime: Runtime, array: ArrayLiteral, frame: Frame): Promise<Value> {
  const members: Value[] = [];
  const keyed = new Map<string, Value>();
  for (const { key, value } of array.members) {
    if (value === undefined) members.push(str(key ?? ''));
    else if (key === undefined) members.push(await evaluate(runtime, value, frame));
    else keyed.set(key, await evaluate(runtime, value, frame));
  }
  return { type: 'array', list: members, keyed };
}

/** Operands side by side, which only `where` knows: all must hold. */
async function evaluateAll(runtime: Runtime, terms: readonly Expression[], frame: Frame): Promise<Value> {
  const [, second] = terms;
  if (frame.properties === undefined) throw runtime.errorAt('syntax error', frame, second?.start ?? 0);
  for (const term of terms) {
    if (!isHeld(await evaluate(runtime, term, frame))) return bool(false);
  }
  return bool(true);
}

async function evaluateUnary(runtime: Runtime, unary: Unary, frame: Frame): Promise<Value> {
  if (unary.operator === '>') return await quote(runtime, unary.operand, frame);
  const operand = await evaluate(runtime, unary.operand, frame);
  return located(runtime, frame, unary.start, () => {
    if (unary.operator === '!') return bool(!truthOf(operand, frame));
    if (unary.operator === 'any') return bool(operand.type !== 'nil' && operand.type !== 'nothing');
    return unary.operator === '-' ? negate(operand) : invertBits(operand);
  });
}

/** `>[cmd]` keeps an expression for later; an array stays an array (measured on 7.23). */
async function quote(runtime: Runtime, operand: Expression, frame: Frame): Promise<Value> {
  if (operand.kind === 'array') return await evaluate(runtime, operand, frame);
  return { type: 'op', value: codeValue(operand, frame) };
}

/** Long chains lean to the left; they are walked without recursion. */
async function evaluateBinary(runtime: Runtime, binary: Binary, frame: Frame): Promise<Value> {
  const chain: Binary[] = [binary];
  let first = binary.left;
  for (; first.kind === 'binary'; first = first.left) chain.push(first);
  let value = await evaluate(runtime, first, frame);
  for (const node of chain.reverse()) value = runtime.budget.checked(await combine(runtime, node, value, frame));
  return value;
}

async function combine(runtime: Runtime, binary: Binary, left: Value, frame: Frame): Promise<Value> {
  const { operator } = binary;
  if (operator === 'and' || operator === 'or') return await evaluateLogic(runtime, binary, left, frame);
  const right = await evaluate(runtime, binary.right, frame);
  if (operator === '<%%') return await activate(runtime, left, right, frame);
  return located(runtime, frame, binary.start, () =>
    applyBinary(operator satisfies ValueOperator, left, right, runtime.regexes),
  );
}

/** Whether RouterOS evaluates the right side when the left decides is not known; here it does not. */
async function evaluateLogic(runtime: Runtime, binary: Binary, left: Value, frame: Frame): Promise<Value> {
  const first = located(runtime, frame, binary.left.start, () => truthOf(left, frame));
  if (first === (binary.operator === 'or')) return bool(first);
  const right = await evaluate(runtime, binary.right, frame);
  return bool(located(runtime, frame, binary.right.start, () => truthOf(right, frame)));
}

/** `($f <%% {args})`: a call with an array of arguments, of which the first unnamed one is `$0` (measured on 7.23). */
async function activate(runtime: Runtime, callee: Value, args: Value, frame: Frame): Promise<Value> {
  const code = callableOf(callee);
  if (code === undefined || args.type !== 'array' || arrayLength(args) === 0) {
    return code === undefined
      ? nil
      : await callCode(runtime, code, { self: nothing, positional: [], named: new Map() }, frame);
  }
  const [self = nothing, ...positional] = args.list;
  return await callCode(runtime, code, { self, positional, named: args.keyed }, frame);
}

const truthOf = (value: Value, frame: Frame): boolean =>
  frame.properties === undefined ? isTrue(value) : isHeld(value);

/** Gives an operator's error the place of its expression. */
function located<T>(runtime: Runtime, frame: Frame, offset: number, apply: () => T): T {
  try {
    return apply();
  } catch (error) {
    throw error instanceof RouterosError ? error.at(runtime.positionOf(frame, offset)) : error;
  }
}
