import { requirePolicy as requireGranted } from '../accounts/needed-policy.ts';
import type { Session } from '../accounts/session.ts';

/** Throws what RouterOS answers to a user whose group does not grant it. */
export function requirePolicy(session: Session, path: readonly string[], command: string): void {
  if (session.management !== true) requireGranted(session.policies, path, command);
}
