import { RouterosError, trapCategories } from '../../routeros/routeros-error.ts';
import type { Policy } from '../accounts/policy.ts';
import type { Session } from '../accounts/session.ts';

const reading = new Set(['print', 'get', 'find', 'export', 'monitor', 'getall']);

/** Commands of which a policy of their own speaks (MikroTik's manual, "User", policies). */
const own: Readonly<Record<string, Policy>> = {
  'system reboot': 'reboot',
  'system shutdown': 'reboot',
  'system reset-configuration': 'policy',
};

/** Throws what RouterOS answers to a user whose group does not grant it. */
export function requirePolicy(session: Session, path: readonly string[], command: string): void {
  if (session.management === true || session.policies.has(neededPolicy(path, command))) return;
  throw new RouterosError('not enough permissions (9)', { category: trapCategories.general });
}

function neededPolicy(path: readonly string[], command: string): Policy {
  const special = own[[...path, command].join(' ')];
  if (special !== undefined) return special;
  if (reading.has(command)) return 'read';
  if (path[0] === 'user' && path[1] !== 'active') return 'policy';
  return path[0] === 'ping' || command === 'ping' ? 'read' : 'write';
}
