import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where disks, snapshots and the stand-in are kept between runs; everything in it can be made again. */
export const cacheFolder = (env: NodeJS.ProcessEnv = process.env): string =>
  join(env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'knocklab', 'chr');

export const disksFolder = (): string => join(cacheFolder(), 'disks');

export const snapshotsFolder = (): string => join(cacheFolder(), 'snapshots');

/** What the router's host must see of this machine, under the same names, to run an image. */
export function filesOfMachine(
  image: string,
  { snapshots = false }: { snapshots?: boolean | undefined },
): { reads: string[]; writes: string[] } {
  const writes = snapshots ? [snapshotsFolder()] : [];
  for (const folder of [disksFolder(), ...writes]) mkdirSync(folder, { recursive: true, mode: 0o700 });
  return { reads: [image, disksFolder()], writes };
}
