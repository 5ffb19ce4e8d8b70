import { exitCodes } from '../../core/errors.ts';

/** Ctrl-C and the like, as a signal that a run can come to an orderly end with. */
export interface Interruption extends Disposable {
  readonly signal: AbortSignal;
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Where a whole group is sent a signal, it reaches us twice: from its sender, and from the Node that started ours. */
const sameMs = 300;

/** The first one asks the run to stop; the second one ends it on the spot, and the kernel takes its labs away. */
export function listenForInterruption(): Interruption {
  const controller = new AbortController();
  let firstAt = Number.POSITIVE_INFINITY;
  const listener = (): void => {
    if (performance.now() - firstAt > sameMs) process.exit(exitCodes.interrupted);
    firstAt = Math.min(firstAt, performance.now());
    controller.abort();
  };
  for (const name of signals) process.on(name, listener);
  return {
    signal: controller.signal,
    [Symbol.dispose]: () => {
      for (const name of signals) process.off(name, listener);
    },
  };
}
