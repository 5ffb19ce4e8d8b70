import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where lab/images/stand-in/build.sh has put the guest that plays a CHR. */
export function standInFolder(): string {
  const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  return process.env['KNOCKLAB_STAND_IN'] ?? join(cache, 'knocklab', 'stand-in');
}
