import type { RouterClock } from '../router/clock.ts';
import type { Router } from '../router/router.ts';
import type { Network } from './network.ts';
import type { Release } from './release.ts';

/** What the suite asks a router with: nothing but what every router has. */
export interface Session {
  readonly kind: 'twin' | 'chr' | 'device';
  readonly release: Release;
  readonly router: Router;
  /** Turned on the twin, waited for everywhere else. */
  readonly clock: RouterClock;
  /** Hosts around the router; undefined for one that stands in somebody's network. */
  readonly network: Network | undefined;
}
