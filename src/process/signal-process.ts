import { readFileSync } from 'node:fs';

/**
 * Signals a program started in a session of its own, with everything it has started.
 *
 * A program that runs behind an entering one (`nsenter` forks to get into a PID namespace, and neither passes signals on
 * nor may die first: its exit code is the program's) is signalled without the latter.
 */
export function signalProcess(pid: number, signal: NodeJS.Signals, { spareLeader }: { spareLeader: boolean }): void {
  const inside = spareLeader ? descendants(pid) : [];
  if (inside.length === 0 || signal === 'SIGKILL') trySignal(-pid, signal);
  for (const child of inside) trySignal(child, signal);
}

function descendants(pid: number): number[] {
  const children = childrenOf(pid);
  return [...children, ...children.flatMap(descendants)];
}

/** The processes that a process has started and that are still there. */
export function childrenOf(pid: number): number[] {
  try {
    const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
    return text.split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

/** Signals a process or, below zero, a group; that it is gone already is no error. */
export function trySignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // ESRCH: gone already.
  }
}
