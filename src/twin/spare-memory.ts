import { getHeapStatistics } from 'node:v8';

interface Room {
  readonly heapBytes: () => number;
  /** How much of the time since it was last asked there was something to do, from 0 to 1. */
  readonly busy: () => number;
  /** Gives back to the machine what holds nothing. */
  readonly collect: () => void;
}

const everyMs = 1000;
/** Less is not worth the pause. */
const worthBytes = 96 * 1024 * 1024;

/**
 * V8 keeps the room that a large import took, for the next one. A router that has nothing to do gives it back, once:
 * not again before it has grown by half of what it really holds.
 */
export function giveBackMemory({ heapBytes, busy, collect }: Room): NodeJS.Timeout {
  let enoughBytes = worthBytes;
  const look = (): void => {
    if (busy() > 0.2 || heapBytes() <= enoughBytes) return;
    collect();
    enoughBytes = Math.max(worthBytes, heapBytes() * 1.5);
  };
  return setInterval(look, everyMs).unref();
}

/** This process; undefined when it was not started with `--expose-gc`. */
export function ownRoom(): Room | undefined {
  const { gc } = globalThis;
  if (gc === undefined) return undefined;
  let before = performance.eventLoopUtilization();
  return {
    heapBytes: () => getHeapStatistics().total_heap_size,
    busy: () => {
      const { utilization } = performance.eventLoopUtilization(before);
      before = performance.eventLoopUtilization();
      return utilization;
    },
    // Any other kind leaves the pages to the process.
    collect: () => gc({ type: 'major', execution: 'sync', flavor: 'last-resort' }),
  };
}
