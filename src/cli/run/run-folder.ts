import { randomBytes } from 'node:crypto';
import { mkdir, rename, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { KnocklabError } from '../../core/errors.ts';

export interface RunFolder {
  /** `2026-03-01T12-00-00-1a2b` */
  readonly run: string;
  readonly directory: string;
}

/** Makes the folder of a run and points `latest` at it. */
export async function createRunFolder(out: string, startedAt: Date): Promise<RunFolder> {
  const run = `${startedAt.toISOString().slice(0, 19).replaceAll(':', '-')}-${randomBytes(2).toString('hex')}`;
  const directory = join(out, run);
  try {
    await mkdir(join(directory, 'artifacts'), { recursive: true });
    await pointAt(join(out, 'latest'), run);
  } catch (cause) {
    throw new KnocklabError('input/out', `The folder "${directory}" for the run cannot be made.`, {
      cause,
      evidence: cause instanceof Error ? cause.message : String(cause),
      remedy: 'Give a folder that may be written to with --out.',
    });
  }
  return { run, directory };
}

/** Renamed into place: runs that start at the same moment do not trip over each other's link. */
async function pointAt(link: string, target: string): Promise<void> {
  const fresh = `${link}.${target}`;
  await symlink(target, fresh);
  try {
    await rename(fresh, link);
  } catch (error) {
    await rm(fresh, { force: true });
    throw error;
  }
}
