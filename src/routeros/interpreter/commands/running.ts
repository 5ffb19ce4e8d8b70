import { parseScript } from '../../parser.ts';
import { nil, str, type Value } from '../../value.ts';
import { callCode, codeValue } from '../functions.ts';
import type { GlobalCall, GlobalCommand } from '../global-command.ts';

/** Turns a text into code; what is wrong with the text shows at once. */
const parse: GlobalCommand = {
  name: 'parse',
  positional: ['value'],
  async run(call) {
    return parseCode(call, await call.text('value'));
  },
};

/** Starts a script in the background; `as-string` runs it here and gives what it printed. */
const execute: GlobalCommand = {
  name: 'execute',
  positional: ['script'],
  named: ['file'],
  switches: ['as-string'],
  async run(call) {
    if (call.has('file')) throw call.error('execute with file is not supported');
    if (call.has('as-string') && call.runtime.dialect === '6.49') throw call.error('expected end of command');
    const text = await call.text('script');
    return call.has('as-string') ? await captureOutput(call, text) : await call.runtime.device.execute(text);
  },
};

const resolve: GlobalCommand = {
  name: 'resolve',
  positional: ['domain-name', 'server'],
  named: ['server-port', 'type'],
  async run(call) {
    const server = call.has('server') ? await call.text('server') : undefined;
    const name = await call.text('domain-name');
    return await call.onDevice(() => call.runtime.device.resolve(name, server));
  },
};

const jobname: GlobalCommand = {
  name: 'jobname',
  positional: [],
  since7: true,
  async run(call) {
    return call.frame.jobName === undefined ? nil : str(call.frame.jobName);
  },
};

export const runningCommands: readonly GlobalCommand[] = [parse, execute, resolve, jobname];

function parseCode(call: GlobalCall, text: string): Value & { type: 'code' } {
  const script = parseScript({ name: ':parse', text }, { dialect: call.runtime.dialect });
  return codeValue(script.body, { source: script.source, menu: call.frame.menu });
}

async function captureOutput(call: GlobalCall, text: string): Promise<Value> {
  const printed: string[] = [];
  const runtime = call.runtime.withOutput((more) => printed.push(more));
  const code = parseCode(call, text);
  await callCode(runtime, code, { self: nil, positional: [], named: new Map() }, call.frame);
  return str(printed.join('').replace(/\n$/, ''));
}
