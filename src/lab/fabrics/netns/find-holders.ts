import { readdirSync, readFileSync } from 'node:fs';
import { childrenOf } from '../../../process/signal-process.ts';
import { type Holder, holderMark } from './holder.ts';

/** All sandboxes on this machine that belong to us, by the name of their lab. */
export function findHolders(): { name: string; holder: Holder }[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((entry) => holderOf(Number(entry)));
}

function holderOf(pid: number): { name: string; holder: Holder }[] {
  const argv = commandLine(pid);
  const name = nameIn(argv);
  const [init] = name === undefined ? [] : childrenOf(pid);
  if (name === undefined || init === undefined) return [];
  return [{ name, holder: { pid, init, ownsUsers: argv.includes('--user') } }];
}

/** Whether a process is, still, `unshare … knocklab-holder NAME`. */
export function isHolder(pid: number): boolean {
  return nameIn(commandLine(pid)) !== undefined;
}

function nameIn(argv: readonly string[]): string | undefined {
  return argv[0] === 'unshare' && argv.at(-2) === holderMark ? argv.at(-1) : undefined;
}

/** Empty for a process that is gone, a zombie, or hidden. */
function commandLine(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1);
  } catch {
    return [];
  }
}
