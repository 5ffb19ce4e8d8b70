import type { RouterClock } from '../clock.ts';
import type { Router } from '../router.ts';
import type { CoverageReading } from '../rule-coverage.ts';

/** A router that is up, whatever it is made of. Disposing it ends our connections; the lab takes the router down. */
export interface StartedRouter extends AsyncDisposable {
  readonly router: Router;
  readonly clock: RouterClock;
  /** What its configuration holds that it keeps without effect, a menu a line. */
  notes(): Promise<readonly string[]>;
  /** What packets made of its rules until now; absent where nobody measures it. */
  readonly coverage?: () => Promise<CoverageReading>;
  /** The last lines that the router's own program wrote, for evidence. */
  readonly logs: (lines?: number) => Promise<string>;
  /** Of somebody's own router: puts it back to what it was. */
  giveBack?(): Promise<void>;
}
