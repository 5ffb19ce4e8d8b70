import { arrayEntries } from '../../array.ts';
import type { RouterosError } from '../../routeros-error.ts';
import { bool, list, nil, nothing, num, str, type Value } from '../../value.ts';
import type { GlobalCall, GlobalCommand } from '../global-command.ts';
import { literalText } from '../literal-text.ts';
import { BreakSignal, ContinueSignal, ExitSignal, ReturnSignal } from '../signals.ts';
import { isTrue } from '../truth.ts';
import { catchError, errorText } from './catch-error.ts';

const ifCommand: GlobalCommand = {
  name: 'if',
  positional: ['condition', 'do', 'else'],
  async run(call) {
    return await call.body((await holds(call, 'condition')) ? 'do' : 'else');
  },
};

const whileCommand: GlobalCommand = {
  name: 'while',
  positional: ['condition', 'do'],
  async run(call) {
    while (await holds(call, 'condition')) if (!(await round(call))) break;
    return nil;
  },
};

/** Both ends belong to it; without a step it counts towards the end, also downwards. */
const forCommand: GlobalCommand = {
  name: 'for',
  positional: ['counter', 'from', 'to', 'step', 'do'],
  named: ['on-error'],
  async run(call) {
    const [from, to] = [await call.number('from', 0n), await call.number('to', 0n)];
    const step = await call.number('step', from > to ? -1n : 1n);
    if (step === 0n) throw call.error('invalid value for argument step');
    const name = counterNames(call)[0] ?? '';
    for (let at = from; step > 0n ? at <= to : at >= to; at += step) {
      if (!(await round(call, [[name, num(at)]]))) break;
    }
    return nil;
  },
};

/** `k,v` also names the key; unkeyed members have their index. */
const foreach: GlobalCommand = {
  name: 'foreach',
  positional: ['counter', 'in', 'do'],
  named: ['on-error'],
  async run(call) {
    const [first = '', second] = counterNames(call);
    for (const [key, value] of membersOf(await call.value('in'))) {
      const names: [string, Value][] =
        second === undefined
          ? [[first, value]]
          : [
              [first, key],
              [second, value],
            ];
      if (!(await round(call, names))) break;
    }
    return nil;
  },
};

const doCommand: GlobalCommand = {
  name: 'do',
  positional: ['command'],
  named: ['while', 'if', 'on-error'],
  async run(call) {
    if (call.has('if') && !(await holds(call, 'if'))) return nil;
    const work = async (): Promise<Value> => {
      if (!call.has('while')) return await call.body('command');
      do if (!(await round(call, [], 'command'))) break;
      while (await holds(call, 'while'));
      return nil;
    };
    if (!call.has('on-error')) return await work();
    return await catchError(call, work, () => call.body('on-error'));
  },
};

/** `:onerror e in={…} do={…}`: true when there was an error; `e,attr` also names what the error carries. */
const onerror: GlobalCommand = {
  name: 'onerror',
  positional: ['error', 'in', 'do'],
  since7: true,
  async run(call) {
    const [name = '', attributes] = counterNames(call, 'error');
    const handle = async (error: RouterosError): Promise<Value> => {
      await call.body('do', (inner) => {
        inner.scope.declareLocal(name, str(errorText(error)));
        if (attributes !== undefined) inner.scope.declareLocal(attributes, error.attributes ?? list([]));
      });
      return bool(true);
    };
    const work = async (): Promise<Value> => {
      await call.body('in');
      return bool(false);
    };
    return await catchError(call, work, handle);
  },
};

const retry: GlobalCommand = {
  name: 'retry',
  positional: ['command'],
  named: ['delay', 'max', 'on-error'],
  since7: true,
  async run(call) {
    const most = await call.number('max', 1n);
    const delayMs = call.has('delay') ? Number(await call.time('delay')) / 1e6 : 0;
    for (let attempt = 1n; attempt < most; attempt++) {
      const done = await catchError(
        call,
        async () => list([await call.body('command')]),
        async () => nothing,
      );
      if (done.type === 'array') return done.list[0] ?? nil;
      await call.runtime.device.delay(delayMs, call.runtime.budget.signal);
    }
    if (!call.has('on-error')) return await call.body('command');
    return await catchError(
      call,
      () => call.body('command'),
      () => call.body('on-error'),
    );
  },
};

const leave = (
  name: string,
  positional: readonly string[],
  signal: (call: GlobalCall) => Promise<unknown>,
): GlobalCommand => ({
  name,
  positional,
  ...(name === 'return' ? {} : { since7: true }),
  async run(call) {
    throw await signal(call);
  },
});

export const controlCommands: readonly GlobalCommand[] = [
  ifCommand,
  whileCommand,
  forCommand,
  foreach,
  doCommand,
  onerror,
  retry,
  leave('return', ['value'], async (call) => new ReturnSignal(await call.value('value'))),
  leave('break', [], async () => new BreakSignal()),
  leave('continue', [], async () => new ContinueSignal()),
  leave('exit', [], async () => new ExitSignal()),
];

async function holds(call: GlobalCall, name: string): Promise<boolean> {
  const value = await call.value(name);
  if (value.type !== 'bool' && value.type !== 'nothing' && value.type !== 'nil')
    throw call.error('conditional not boolean');
  return isTrue(value);
}

/** One round of a loop; false after `:break`. */
async function round(
  call: GlobalCall,
  names: readonly (readonly [string, Value])[] = [],
  body = 'do',
): Promise<boolean> {
  const turn = call.runtime.budget.step();
  if (turn !== undefined) await turn;
  try {
    const work = (): Promise<Value> =>
      call.body(body, (inner) => {
        for (const [name, value] of names) inner.scope.declareLocal(name, value);
      });
    if (body === 'do' && call.has('on-error')) await catchError(call, work, () => call.body('on-error'));
    else await work();
    return true;
  } catch (signal) {
    if (signal instanceof ContinueSignal) return true;
    if (signal instanceof BreakSignal) return false;
    throw signal;
  }
}

function membersOf(value: Value): readonly (readonly [Value, Value])[] {
  if (value.type === 'array') return arrayEntries(value);
  return value.type === 'nothing' || value.type === 'nil' ? [] : [[num(0), value]];
}

/** `i` or `k,v`, bare or quoted. */
function counterNames(call: GlobalCall, argument = 'counter'): readonly string[] {
  const expression = call.expression(argument);
  const text = expression === undefined ? undefined : literalText(expression);
  if (text === undefined) throw call.error('syntax error');
  return text.split(',').map((name) => name.trim());
}
