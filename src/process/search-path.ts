import { accessSync, constants, statSync } from 'node:fs';
import { join } from 'node:path';

// Debian leaves these out of an ordinary user's PATH, and iptables, ip and dnsmasq live there.
const systemDirectories = ['/usr/local/sbin', '/usr/sbin', '/sbin'];

/** PATH with the directories of system programs behind it. */
export function searchPath(env: NodeJS.ProcessEnv = process.env): string {
  const directories = (env.PATH ?? '/usr/local/bin:/usr/bin:/bin').split(':').filter((directory) => directory !== '');
  return [...new Set([...directories, ...systemDirectories])].join(':');
}

/** Where a program lies, if anywhere. */
export function findProgram(name: string, path: string = searchPath()): string | undefined {
  return path
    .split(':')
    .map((directory) => join(directory, name))
    .find(isProgram);
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
