import type { Policy } from './policy.ts';

/** How a user came, as `/user active` names it. */
export type Via = 'console' | 'telnet' | 'ssh' | 'ftp' | 'winbox' | 'web' | 'api' | 'rest-api';

/** The other end of a connection on which somebody logs in. */
export interface Peer {
  /** Of the host; empty for the router's own console. */
  readonly address: string;
  readonly via: Via;
  /** The harness's own way in: no event of the lab, and open whatever `/user` says. */
  readonly management?: boolean;
  /** Ends the connection when another user logs this one out. */
  readonly end?: () => void;
}

/** A user who is logged in. */
export interface Session {
  readonly user: string;
  /** As the user's group was when it logged in. */
  readonly policies: ReadonlySet<Policy>;
  readonly via: Via;
  readonly address: string;
  /** The harness's own. */
  readonly management?: boolean;
  /** The connection has ended. Twice is once. */
  logOut(): void;
}

/** A session as `/user active` shows it. */
export interface ActiveSession extends Session {
  readonly id: string;
  readonly group: string;
  readonly sinceMs: number;
  readonly end: (() => void) | undefined;
}

/** The policy that a group must grant for this way in. */
export const policyFor: Readonly<Record<Via, Policy>> = {
  console: 'local',
  telnet: 'telnet',
  ssh: 'ssh',
  ftp: 'ftp',
  winbox: 'winbox',
  web: 'web',
  api: 'api',
  'rest-api': 'rest-api',
};
