import type { Cards } from '../lab/cards.ts';
import type { Fabric } from '../lab/fabrics/fabric.ts';
import type { DeviceTarget } from '../router/drivers/device/connect-device.ts';

/** What the command line gives to every scenario of a run. Plain data: it crosses into vitest's workers. */
export interface RunOptions {
  /** The folder whose `scenarios/` and `lab/` are used. */
  readonly root: string;
  readonly runDirectory: string;
  /** When the run began, in ms since 1970. */
  readonly startedAt: number;
  readonly clock: 'virtual' | 'real';
  readonly fabric: Fabric;
  /** Another configuration under the same scenarios: an absolute path. */
  readonly config?: string;
  readonly ros?: '6.49' | '7';
  /** What a CHR boots from: an absolute path. Without it, the router is the twin. */
  readonly image?: string;
  /** The router is this one, and these are the cards that lead to it. */
  readonly device?: { readonly target: DeviceTarget; readonly cards: Cards };
  /** A CHR goes on from a snapshot where there is one. */
  readonly snapshots: boolean;
  /** Leave the lab of a scenario that did not pass. */
  readonly keep: boolean;
  /** It is measured what of the firewall's rules the scenarios exercise. */
  readonly coverage?: boolean;
  /** Nothing more is tried after the first step that does not pass. */
  readonly bail: boolean;
  /** A unix socket that is asked before each step. */
  readonly gate?: string;
  /** A unix socket that says on which variants of its configuration a scenario is run; it is run on nothing else. */
  readonly trials?: string;
  /** The run is made ready before it begins; `runDirectory` and `startedAt` are only known then (`stand-by/release.ts`). */
  readonly waits?: boolean;
  /** By file. */
  readonly ids: Readonly<Record<string, string>>;
  /** By file, the scenarios of it that are asked for; of other files all. */
  readonly only: Readonly<Record<string, readonly string[]>>;
}

declare module 'vitest' {
  interface ProvidedContext {
    readonly knocklab: RunOptions;
  }
}
