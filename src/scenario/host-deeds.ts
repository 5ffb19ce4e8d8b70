import type { ForgedPacket } from '../core/packet/encode.ts';
import type { KnockOptions, KnockResult } from '../probes/knock.ts';
import type { LookResult } from '../probes/look.ts';
import type { ScanRequest, ScanResult } from '../probes/scan.ts';
import type { KnockProgress } from './knock-progress.ts';
import type { ScanObservation, ShownStates } from './matchers/scan.ts';

export interface ScanOptions extends Omit<ScanRequest, 'profile'> {
  /**
   * A TCP port of the target that has to answer before and after, so that silence on others may be believed. Without it
   * anything that answers will do; `false` looks for nothing, and `filtered` is then never believed.
   */
  readonly control?: number | false;
}

export interface ScenarioKnockOptions extends KnockOptions {
  /** Between any two knocks: `'1s'`, or milliseconds. */
  readonly gap?: string | number;
  /** `false`: don't ask the router how far it got, for knocks by the dozen. */
  readonly progress?: false;
}

/** What nmap saw, and how it was called. */
export interface Scan extends ScanObservation {
  readonly command: string;
  readonly durationMs: number;
  readonly others: ScanResult['others'];
  /** Whether `toShow` would pass; rejects the doubtful as it does. */
  readonly shows: (states: ShownStates) => boolean;
}

/** A packet that claims to come from `source`; the destination is the target's. */
export type Forged = Omit<ForgedPacket, 'destination'>;

/** What became of a knock. */
export interface Knocked extends KnockResult {
  /** How far it got, as the router's counters and lists show; undefined when no rule listens to any of it. */
  readonly progress: KnockProgress | undefined;
}

/** What a quick look at some ports saw. */
export interface Look extends LookResult {
  readonly open: readonly number[];
}
