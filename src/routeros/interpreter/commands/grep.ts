import { list, nothing, str, type Value } from '../../value.ts';
import type { GlobalCall, GlobalCommand } from '../global-command.ts';
import { captureOutput } from './capture-output.ts';

/** Lines of a file, or of what a script prints, that match a pattern, with those around them. */
const grep: GlobalCommand = {
  name: 'grep',
  positional: ['script'],
  named: ['pattern', 'before', 'after', 'filename'],
  switches: ['as-array'],
  since7: true,
  async run(call) {
    const lines = (await searchedText(call)).split(/\r?\n/);
    const [before, after] = [Number(await call.number('before', 0n)), Number(await call.number('after', 0n))];
    const pattern = await call.text('pattern');
    const hits = lines.map((line) => call.runtime.regexes.test(pattern, line));
    const isShown = (at: number): boolean => hits.slice(Math.max(0, at - after), at + before + 1).includes(true);
    const shown = lines.filter((_, at) => isShown(at));
    if (call.has('as-array')) return call.runtime.budget.checked(list(shown.map(str)));
    for (const line of shown) call.runtime.print(`${line}\n`);
    return nothing;
  },
};

export const grepCommands: readonly GlobalCommand[] = [grep];

async function searchedText(call: GlobalCall): Promise<string> {
  if (!call.has('filename')) return toTextOf(await captureOutput(call, await call.text('script')));
  const name = await call.text('filename');
  const text = await call.onDevice(async () => call.runtime.device.readFile?.(name));
  if (text === undefined) throw call.error('no such file');
  return text;
}

const toTextOf = (value: Value): string => (value.type === 'str' ? value.value : '');
