import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runOrThrow } from '../src/process/run-command.ts';

export const root = fileURLToPath(new URL('..', import.meta.url));

const knocklab = [process.execPath, join(root, 'bin/knocklab.js')];

/** How a command of ours is called from cold, with the Node that runs the bench. */
export function knocklabCommand(...args: readonly string[]): readonly string[] {
  return [...knocklab, ...args];
}

/** Runs a command of ours to its end; throws when it fails. */
export async function runKnocklab(...args: readonly string[]): Promise<string> {
  return (await runOrThrow(knocklabCommand(...args))).stdout;
}

/** The shell's words for a sandbox as ours: nothing in it leads out, and the kernel takes it away with its first process. */
export const sandbox = 'unshare --user --map-root-user --net --mount --pid --fork --kill-child --mount-proc'.split(' ');

/** A folder that is gone when the work is done. */
export async function inTemporaryFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'knocklab-bench-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function benchFile(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}

/** A name that no other lab has. */
export function labName(what: string): string {
  return `bench-${what}-${process.pid}`;
}
