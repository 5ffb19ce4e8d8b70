import { nil, type Value } from '../../value.ts';
import type { GlobalCommand } from '../global-command.ts';

const time = (value: bigint): Value => ({ type: 'time', value });

/** Waits on the router's own clock. */
const delay: GlobalCommand = {
  name: 'delay',
  positional: ['delay-time'],
  async run(call) {
    const ms = call.has('delay-time') ? Number(await call.time('delay-time')) / 1e6 : 0;
    await call.runtime.device.delay(Math.max(0, ms), call.runtime.budget.signal);
    return nil;
  },
};

/** How long commands take. */
const timeCommand: GlobalCommand = {
  name: 'time',
  positional: ['command'],
  async run(call) {
    const start = call.runtime.device.timestamp();
    await call.body('command');
    return time(call.runtime.device.timestamp() - start);
  },
};

const timestamp: GlobalCommand = {
  name: 'timestamp',
  positional: [],
  switches: ['use-tz'],
  since7: true,
  async run(call) {
    return time(call.runtime.device.timestamp());
  },
};

export const timeCommands: readonly GlobalCommand[] = [delay, timeCommand, timestamp];
