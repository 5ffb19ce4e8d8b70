import { RouterosError, trapCategories } from '../../routeros/routeros-error.ts';
import type { Policy } from './policy.ts';

const reading = new Set(['print', 'get', 'find', 'export', 'monitor', 'getall', 'inspect', 'inkey', 'ask']);

/** Commands of which a policy of their own speaks (MikroTik's manual, "User", policies). */
const own: Readonly<Record<string, Policy>> = {
  'system reboot': 'reboot',
  'system shutdown': 'reboot',
  'system reset-configuration': 'policy',
  'tool fetch': 'test',
  'tool e-mail send': 'test',
  ping: 'test',
  'tool traceroute': 'test',
  'tool flood-ping': 'test',
  'system telnet': 'test',
  'system ssh': 'test',
  'system ssh-exec': 'test',
  password: 'password',
  // What a script may do is asked command by command, and by the script's own policy.
  'system script run': 'read',
  import: 'read',
  quit: 'read',
};

function neededPolicy(path: readonly string[], command: string): Policy {
  const special = own[[...path, command].join(' ')];
  if (special !== undefined) return special;
  if (command === 'ping') return 'test';
  if (path.join(' ').startsWith('tool sniffer')) return 'sniff';
  if (reading.has(command)) return 'read';
  return path[0] === 'user' && path[1] !== 'active' ? 'policy' : 'write';
}

/** Throws what RouterOS answers to somebody who is not granted a command. */
export function requirePolicy(policies: ReadonlySet<Policy>, path: readonly string[], command: string): void {
  if (policies.has(neededPolicy(path, command))) return;
  throw notPermitted();
}

export function notPermitted(): RouterosError {
  return new RouterosError('not enough permissions (9)', { category: trapCategories.general });
}
