/**
 * What the page's timeline draws. It is made of the trace when the report is written and put into the page as JSON, so
 * names are short: a scan of 65,535 ports must not make the page heavy. Places on the axis (`u`, `v`) are in the axis's
 * own units, milliseconds where time passed by itself.
 */
export interface TimelineView {
  readonly title: string;
  /** The anchor of the scenario's steps is `${anchor}-step-N`. */
  readonly anchor: string;
  readonly clockMode: 'virtual' | 'real';
  readonly width: number;
  readonly segments: readonly Segment[];
  readonly steps: readonly StepMark[];
  readonly groups: readonly LaneGroup[];
}

/** A stretch of the axis in which time passed in one way. */
export interface Segment {
  /** `advanced`: the clock was moved (or, with `--clock real`, waited for), so it is drawn shorter than it was. */
  readonly kind: 'passed' | 'advanced';
  readonly u: number;
  readonly v: number;
  /** Milliseconds since the run began. */
  readonly at: readonly [number, number];
  /** The router's clock in milliseconds, as if it were UTC; absent where nobody read it. */
  readonly clock?: readonly [number, number];
  /** `31s` */
  readonly label?: string;
}

export interface StepMark {
  readonly number: number;
  readonly title: string;
  readonly status: string;
  readonly u: number;
  readonly v: number;
  /** Who talked to whom, by the names of nodes. */
  readonly talks: readonly (readonly [from: string, to: string])[];
}

export interface LaneGroup {
  readonly id: string;
  readonly title: string;
  readonly lanes: readonly Lane[];
}

export interface Lane {
  readonly id: string;
  readonly title: string;
  /** A place in the page that shows more: the anchor of a rule. */
  readonly r?: string;
  readonly items: readonly Item[];
}

/** Something in a lane. */
export interface Item {
  readonly u: number;
  /** Absent: a moment. */
  readonly v?: number;
  /** What it is; the page has a colour for each. */
  readonly k: ItemKind;
  /** In a few words. */
  readonly t: string;
  /** The evidence, as text of several lines. */
  readonly d?: string;
  readonly s?: number;
  /** How many: packets of a slice, packets that hit a rule. */
  readonly n?: number;
}

export type ItemKind =
  | 'act'
  | 'knock'
  | 'open'
  | 'closed'
  | 'filtered'
  | 'unsure'
  | 'open-held'
  | 'closed-held'
  | 'filtered-held'
  | 'unsure-held'
  | 'packets'
  | 'answered'
  | 'refused'
  | 'unanswered'
  | 'entered'
  | 'entry'
  | 'refreshed'
  | 'expired'
  | 'hits'
  | 'hit'
  | 'line'
  | 'alarm'
  | 'run'
  | 'message'
  | 'undelivered';
