import { readdirSync, readFileSync } from 'node:fs';

/** Ids of this machine's processes with exactly this command line, those in sandboxes among them. */
export function processesCalled(command: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && commandLine(name) === command)
    .map(Number);
}

function commandLine(pid: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trimEnd();
  } catch {
    return undefined; // It has ended meanwhile.
  }
}
