import { formats } from '../../formats.ts';
import { parseLiteral } from '../../literal.ts';
import { transforms } from '../../transforms.ts';
import { str, type Value } from '../../value.ts';
import type { GlobalCall, GlobalCommand } from '../global-command.ts';
import { completeName } from '../names.ts';

/** From one form of bytes to another, changed on the way. */
const convert: GlobalCommand = {
  name: 'convert',
  positional: ['value'],
  named: ['from', 'to', 'transform'],
  since7: true,
  async run(call) {
    const from = await chosen(call, 'from', formats);
    const to = await chosen(call, 'to', formats);
    const transform = await chosen(call, 'transform', transforms);
    const value = from === undefined ? typed(await call.value('value')) : await call.value('value');
    const bytes = (from ?? formats['raw'])?.decode?.(value);
    if (bytes === undefined) throw call.error('invalid value for argument value');
    const changed = transform === undefined ? bytes : await transform(Buffer.from(bytes));
    return call.runtime.budget.checked((to ?? formats['raw'])?.encode?.(changed) ?? str(''));
  },
};

export const convertCommands: readonly GlobalCommand[] = [convert];

/** Without `from=` a text is first read as what it spells: `001` is 1, `10.1` is 10.0.0.1 (manual, ":convert"). */
const typed = (value: Value): Value => (value.type === 'str' ? parseLiteral(value.value) : value);

async function chosen<T>(call: GlobalCall, name: string, among: Readonly<Record<string, T>>): Promise<T | undefined> {
  if (!call.has(name)) return undefined;
  const full = completeName(Object.keys(among), await call.text(name));
  const found = full === undefined ? undefined : among[full];
  if (found === undefined) throw call.error(`input does not match any value of ${name}`);
  return found;
}
