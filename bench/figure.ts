import type { Samples } from './measure.ts';

/** What was measured, and beside it what the same costs elsewhere. */
export interface Figure {
  readonly kind: 'figure';
  readonly name: string;
  readonly unit: 'ms' | 'MB';
  readonly ours: Samples;
  readonly peer?: { readonly name: string; readonly samples: Samples };
  /** Of the medians: ours to the peer's. */
  readonly ratio?: number;
  readonly aim?: Aim;
}

/** The highest ratio, or without a peer the highest median, that the project accepts. Printed, never enforced. */
export interface Aim {
  readonly text: string;
  readonly atMost: number;
}

/** A figure that could not be taken here, and why. */
export interface Skipped {
  readonly kind: 'skipped';
  readonly name: string;
  readonly reason: string;
}

export type Outcome = Figure | Skipped;

export function figure(
  name: string,
  ours: Samples,
  { unit = 'ms', aim }: { unit?: Figure['unit']; aim?: Aim } = {},
): Figure {
  return { kind: 'figure', name, unit, ours, ...(aim === undefined ? {} : { aim }) };
}

export function compared(name: string, ours: Samples, peer: { name: string; samples: Samples }, aim?: Aim): Figure {
  return { ...figure(name, ours, aim === undefined ? {} : { aim }), peer, ratio: ours.median / peer.samples.median };
}

export function skipped(name: string, reason: string): Skipped {
  return { kind: 'skipped', name, reason };
}

/** Undefined: there is no aim. */
export function meetsAim({ ours, ratio, aim }: Figure): boolean | undefined {
  return aim === undefined ? undefined : (ratio ?? ours.median) <= aim.atMost;
}
