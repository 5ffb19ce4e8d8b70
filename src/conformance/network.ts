import type { Host } from '../lab/host.ts';

/** The hosts around the router, and how long they wait for it. */
export interface Network {
  /** On ether1. */
  readonly attacker: Host;
  /** On ether2. */
  readonly client: Host;
  /** Of a user with all rights whom SSH and REST are asked as. */
  readonly user: { readonly name: string; readonly password: string };
  /** How long an answer that comes may take. */
  readonly patienceMs: number;
}

/** In the topology `small`. */
export const outside = { router: '198.51.100.1', attacker: '198.51.100.66' } as const;
export const inside = { router: '192.0.2.1', client: '192.0.2.10' } as const;
