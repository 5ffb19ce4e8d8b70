import type { Twin } from '../twin.ts';
import { openBrackets } from './open-brackets.ts';

interface Seat {
  readonly user: string;
  readonly menu: readonly string[];
  readonly isSafe: boolean;
}

/** `[admin@MikroTik] /ip/address> `, in safe mode `[admin@MikroTik] /ip/address<SAFE> `. */
export function prompt({ identity, version }: Twin, { user, menu, isSafe }: Seat): string {
  const path = menu.length === 0 ? '' : `/${menu.join(version.major === 6 ? ' ' : '/')}`;
  return `[${user}@${identity}] ${path}${isSafe ? '<SAFE>' : '>'} `;
}

/** Of a line that goes on, what is open: `{... `. */
export const continuation = (begun: string): string => `${openBrackets(begun.slice(0, -1))}... `;
