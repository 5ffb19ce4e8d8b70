import type { Policy } from '../accounts/policy.ts';
import type { Session } from '../accounts/session.ts';
import type { JobOrigin } from '../script-jobs.ts';
import type { Activity } from '../time/twin-clock.ts';
import type { Keyboard } from '../tools/keyboard.ts';
import type { Screen } from './console-place.ts';
import type { LastPrint } from './item-numbers.ts';

/** Who is at the console, and what it may do there. */
export interface DeviceContext {
  readonly user: string;
  readonly session?: Session | undefined;
  /** Without it, everything. */
  readonly policies?: ReadonlySet<Policy> | undefined;
  /** Of the script that this session is; a single command has none. */
  readonly activity?: Activity | undefined;
  readonly lastPrint?: LastPrint | undefined;
  /** Takes what `print` shows, to be shown page by page. */
  readonly page?: ((text: string) => void) | undefined;
  readonly keyboard?: Keyboard | undefined;
  /** Of a terminal; where there is none, prints are as wide as they are. */
  readonly screen?: Screen | undefined;
  /** Of the script that this is a line of. */
  readonly job?: JobOrigin | undefined;
  /** Is it a line of an imported file? */
  readonly imports?: boolean | undefined;
}
