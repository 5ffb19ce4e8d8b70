import { getMember, withMember, withoutMember } from '../../array.ts';
import type { Expression } from '../../ast.ts';
import { toText } from '../../to-text.ts';
import { nothing, type Value } from '../../value.ts';
import { codeValue, functionValue } from '../functions.ts';
import type { GlobalCall, GlobalCommand } from '../global-command.ts';
import { literalText } from '../literal-text.ts';

const local: GlobalCommand = {
  name: 'local',
  positional: ['name', 'value'],
  named: ['do'],
  async run(call) {
    const value = await newValue(call);
    call.frame.scope.declareLocal(nameOf(call), value);
    return value;
  },
};

/** Without a value the name is only made visible here. */
const global: GlobalCommand = {
  name: 'global',
  positional: ['name', 'value'],
  named: ['do'],
  async run(call) {
    const name = nameOf(call);
    const isGiven = call.has('value') || call.has('do');
    const value = isGiven ? await newValue(call) : nothing;
    call.frame.scope.declareGlobal(name);
    if (isGiven) call.frame.scope.assign(name, value);
    return value;
  },
};

const set: GlobalCommand = {
  name: 'set',
  positional: ['name', 'value'],
  named: ['do'],
  async run(call) {
    const target = call.expression('name');
    const member = target === undefined ? undefined : memberOf(target);
    const isGiven = call.has('value') || call.has('do');
    const value = isGiven ? await newValue(call) : undefined;
    if (member !== undefined) await setMember(call, member, value);
    else setVariable(call, nameOf(call), value);
    return value ?? nothing;
  },
};

const environment: GlobalCommand = {
  name: 'environment',
  positional: ['command'],
  async run(call) {
    for (const [name, value] of call.runtime.globals.entries())
      call.runtime.print(`${name}=${environmentText(value)}\n`);
    return nothing;
  },
};

export const variableCommands: readonly GlobalCommand[] = [local, global, set, environment];

async function newValue(call: GlobalCall): Promise<Value> {
  const body = call.expression('do');
  if (body?.kind === 'code') return functionValue(codeValue(body.block, call.frame));
  return call.runtime.budget.checked(await call.value(body === undefined ? 'value' : 'do'));
}

/** Names may be bare, quoted, or written with a dollar: `:set $x 1`. */
function nameOf(call: GlobalCall): string {
  const expression = call.expression('name');
  const name = expression === undefined ? undefined : literalName(expression);
  if (name === undefined) throw call.error('syntax error');
  return name;
}

function literalName(expression: Expression): string | undefined {
  switch (expression.kind) {
    case 'variable':
    case 'name':
    case 'is-set':
      return expression.name;
    case 'group':
      return literalName(expression.inner);
    default:
      return literalText(expression);
  }
}

function setVariable(call: GlobalCall, name: string, value: Value | undefined): void {
  const { scope } = call.frame;
  const isKnown = value === undefined ? scope.unset(name) : scope.assign(name, value);
  if (isKnown) return;
  throw call.runtime.errorAt('syntax error', call.frame, call.expression('name')?.start ?? call.at);
}

/** `$a->"k"->0`: the variable and the way to the member. */
interface Member {
  readonly variable: string;
  readonly keys: readonly Expression[];
}

function memberOf(expression: Expression): Member | undefined {
  if (expression.kind === 'group') return memberOf(expression.inner);
  if (expression.kind !== 'binary' || expression.operator !== '->') return undefined;
  const outer = memberOf(expression.left);
  if (outer !== undefined) return { ...outer, keys: [...outer.keys, expression.right] };
  const variable = literalName(expression.left);
  return variable === undefined ? undefined : { variable, keys: [expression.right] };
}

async function setMember(call: GlobalCall, member: Member, value: Value | undefined): Promise<void> {
  const keys: Value[] = [];
  for (const key of member.keys) keys.push(await call.runtime.evaluate(key, call.frame));
  const largest = BigInt(call.runtime.budget.limits.arraySize);
  if (keys.some((key) => key.type === 'num' && key.value > largest)) throw call.error('array index out of range');
  const array = call.frame.scope.get(member.variable) ?? nothing;
  setVariable(call, member.variable, call.runtime.budget.checked(changed(array, keys, value)));
}

/** The array with the member at the end of `keys` set, or taken out when there is no value. */
function changed(array: Value, keys: readonly Value[], value: Value | undefined): Value {
  const [key, ...deeper] = keys;
  if (key === undefined) return value ?? nothing;
  if (deeper.length > 0) return withMember(array, key, changed(getMember(array, key), deeper, value));
  return value === undefined ? withoutMember(array, key) : withMember(array, key, value);
}

/** `:environment print` shows arrays in braces and strings in quotes. */
function environmentText(value: Value): string {
  if (value.type === 'str') return `"${value.value}"`;
  if (value.type !== 'array') return toText(value);
  const keyed = [...value.keyed]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${key}=${environmentText(member)}`);
  return `{${[...value.list.map(environmentText), ...keyed].join('; ')}}`;
}
