import type { DeviceCall } from '../../device.ts';
import { RouterosError, trapCategories } from '../../routeros-error.ts';
import { toText } from '../../to-text.ts';
import { nil, str, type Value } from '../../value.ts';
import type { GlobalCall, GlobalCommand } from '../global-command.ts';
import { completeName } from '../names.ts';

/** Prints a value and gives it on. */
const put: GlobalCommand = {
  name: 'put',
  positional: ['message'],
  async run(call) {
    const value = await call.value('message');
    call.runtime.print(`${toText(value)}\n`);
    return value;
  },
};

const logTopics = ['debug', 'error', 'info', 'warning'];

/** The one command of the language that is a menu: `:log info "…"` is `/log info message="…"`. */
const log: GlobalCommand = {
  name: 'log',
  positional: ['topic', 'message'],
  async run(call) {
    const topic = completeName(logTopics, await call.text('topic'));
    const message = await call.value('message');
    if (topic === undefined) throw call.error(`bad command name ${await call.text('topic')}`);
    return await call.onDevice(() => call.runtime.device.run(logCall(call, topic, message)));
  },
};

/** Ends the script with a text; the text is all the error says. */
const error: GlobalCommand = {
  name: 'error',
  positional: ['message'],
  async run(call) {
    throw new RouterosError(await call.text('message'), { category: trapCategories.scripting });
  },
};

const nothing: GlobalCommand = {
  name: 'nothing',
  positional: [],
  async run() {
    return nil;
  },
};

/** No router of the lab has a speaker. */
const beep: GlobalCommand = {
  name: 'beep',
  positional: [],
  named: ['frequency', 'length'],
  switches: ['as-value'],
  async run() {
    return nil;
  },
};

export const outputCommands: readonly GlobalCommand[] = [put, log, error, nothing, beep];

function logCall(call: GlobalCall, topic: string, message: Value): DeviceCall {
  const { runtime, frame, at } = call;
  return {
    path: ['log'],
    command: topic,
    args: new Map([['message', str(toText(message))]]),
    unset: [],
    asValue: false,
    print: runtime.print,
    signal: runtime.budget.signal,
    position: { ...runtime.positionOf(frame, at), arg: () => undefined },
  };
}
