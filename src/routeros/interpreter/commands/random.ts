import { list, num, str } from '../../value.ts';
import type { GlobalCommand } from '../global-command.ts';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Both ends can come. */
const rndnum: GlobalCommand = {
  name: 'rndnum',
  positional: ['from', 'to'],
  since7: true,
  async run(call) {
    const [from, to] = [await call.number('from', 0n), await call.number('to', 0n)];
    if (to < from) throw call.error('invalid value for argument to');
    return num(from + BigInt(Math.floor(call.runtime.random() * Number(to - from + 1n))));
  },
};

const rndstr: GlobalCommand = {
  name: 'rndstr',
  positional: ['from', 'length'],
  since7: true,
  async run(call) {
    const chars = call.has('from') ? await call.text('from') : letters;
    const length = Number(await call.number('length', 16n));
    if (length < 0 || length > call.runtime.budget.limits.textLength)
      throw call.error('invalid value for argument length');
    return str(Array.from({ length }, () => chars.charAt(Math.floor(call.runtime.random() * chars.length))).join(''));
  },
};

/** The whole numbers between two ends, both included. */
const range: GlobalCommand = {
  name: 'range',
  positional: ['from', 'to'],
  since7: true,
  async run(call) {
    const [from, to] = [await call.number('from', 0n), await call.number('to', 0n)];
    const count = to < from ? 0n : to - from + 1n;
    if (count > BigInt(call.runtime.budget.limits.arraySize)) throw call.error('invalid value for argument to');
    return list(Array.from({ length: Number(count) }, (_, index) => num(from + BigInt(index))));
  },
};

export const randomCommands: readonly GlobalCommand[] = [rndnum, rndstr, range];
