import type { Check, Observation } from '../check.ts';

export interface ReachabilityMoment {
  /** The situation of the snapshot that the lab is in now: `at first` unless given, `after a scan` … */
  readonly when?: string;
}

/** Who reaches what, looked at when it is compared. */
export interface Reachability extends Observation {
  /** Compares with a snapshot: a file of the project. */
  readonly compare: (file: string, moment?: ReachabilityMoment) => Promise<Check>;
}
