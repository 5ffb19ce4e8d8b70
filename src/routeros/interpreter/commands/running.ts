import { nil, str } from '../../value.ts';
import type { GlobalCommand } from '../global-command.ts';
import { captureOutput, parseCode } from './capture-output.ts';

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
    if (call.has('as-string') && call.runtime.dialect === '6.49') throw call.error('expected end of command');
    const text = await call.text('script');
    if (call.has('as-string')) return await captureOutput(call, text);
    if (call.has('file') && call.runtime.device.writeFile === undefined) throw call.error('failure: no files here');
    const file = call.has('file') ? await call.text('file') : undefined;
    return await call.onDevice(() => call.runtime.device.execute(text, file));
  },
};

const resolve: GlobalCommand = {
  name: 'resolve',
  positional: ['domain-name', 'server'],
  named: ['server-port', 'type'],
  async run(call) {
    const server = call.has('server') ? await call.text('server') : undefined;
    const name = await call.text('domain-name');
    const port = call.has('server-port') ? Number(await call.text('server-port')) : undefined;
    const type = call.has('type') ? await call.text('type') : 'ipv4';
    if (type !== 'ipv4' && type !== 'ipv6') throw call.error('input does not match any value of type');
    return await call.onDevice(() => call.runtime.device.resolve(name, server, { port, type }));
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
