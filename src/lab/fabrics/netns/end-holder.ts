import { setTimeout as pause } from 'node:timers/promises';
import { KnocklabError } from '../../../core/errors.ts';
import { trySignal } from '../../../process/signal-process.ts';
import { isHolder } from './find-holders.ts';
import type { Holder } from './holder.ts';

const deadlineMs = 5000;

/** Ends a sandbox and waits until the kernel has taken everything in it away. */
export async function endHolder({ pid, init }: Holder): Promise<void> {
  if (!isHolder(pid)) return; // It is gone, and its number may be someone else's.
  trySignal(init, 'SIGKILL');
  const endsAt = performance.now() + deadlineMs;
  // unshare waits for the first process, and that one's end waits for the last of the sandbox.
  while (isHolder(pid)) {
    if (performance.now() > endsAt) throw stuck(pid);
    await pause(1);
  }
}

function stuck(pid: number): KnocklabError {
  return new KnocklabError('lab/not-down', `The lab's process ${pid} has not ended within ${deadlineMs} ms.`, {
    remedy: `Look at it with "ps ${pid}"; a process of the lab hangs in the kernel.`,
  });
}
