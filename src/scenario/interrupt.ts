import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads';

const key = 'knocklab.interrupt';

/** The command line's end: tells the scenarios in every worker to stop where they are. */
export interface InterruptSender {
  send(): void;
}

/** Workers started after this hear of an interruption. Shared memory reaches a worker even while vitest does not. */
export function createInterruptSender(): InterruptSender {
  const flag = new Int32Array(new SharedArrayBuffer(4));
  setEnvironmentData(key, flag.buffer);
  return {
    send: () => {
      Atomics.store(flag, 0, 1);
      Atomics.notify(flag, 0);
    },
  };
}

/** The scenarios' end: aborted when the run is interrupted. */
export function interruptSignal(): AbortSignal {
  const shared: unknown = getEnvironmentData(key);
  const controller = new AbortController();
  if (!(shared instanceof SharedArrayBuffer)) return controller.signal;
  const { value } = Atomics.waitAsync(new Int32Array(shared), 0, 0);
  if (value === 'not-equal') controller.abort();
  else if (value instanceof Promise) void value.then(() => controller.abort());
  return controller.signal;
}
