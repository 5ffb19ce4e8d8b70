import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where disks, snapshots and the stand-in are kept between runs; everything in it can be made again. */
export const cacheFolder = (env: NodeJS.ProcessEnv = process.env): string =>
  join(env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'knocklab', 'chr');
