import { parseScript } from '../../parser.ts';
import { nil, str, type Value } from '../../value.ts';
import { callCode, codeValue } from '../functions.ts';
import type { GlobalCall } from '../global-command.ts';

/** A text as code, which belongs to the menu that it is parsed in. */
export function parseCode(call: GlobalCall, text: string): Value & { type: 'code' } {
  const script = parseScript({ name: ':parse', text }, { dialect: call.runtime.dialect });
  return codeValue(script.body, { source: script.source, menu: call.frame.menu });
}

/** What a script prints, without its last line end. */
export async function captureOutput(call: GlobalCall, text: string): Promise<Value> {
  const printed: string[] = [];
  let length = 0;
  const runtime = call.runtime.withOutput((more) => {
    length += more.length;
    if (length > call.runtime.budget.limits.textLength) throw call.error('failure: output too long');
    printed.push(more);
  });
  const code = parseCode(call, text);
  await callCode(runtime, code, { self: nil, positional: [], named: new Map() }, call.frame);
  return str(printed.join('').replace(/\n$/, ''));
}
