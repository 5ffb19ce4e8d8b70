import type { Status } from '../../trace/events.ts';
import type { ErrorRecord } from '../verdict.ts';

/** One run of a scenario on a variant of its configuration. */
export interface TrialOrder {
  readonly id: number;
  /** The whole configuration: what a new lab's router is given. */
  readonly text: string;
  /** What a router that has its own configuration already is given instead: its rules. Undefined: the lab has to be a new one. */
  readonly rules?: RuleExchange;
  /** The configuration as it is: steps that fail on this one have to have passed on that in the same lab, or they have noticed nothing. */
  readonly plain?: { readonly text: string; readonly rules: RuleExchange };
  /** Numbers of the steps to run, from 1; the others are left out. Undefined: all. */
  readonly steps?: readonly number[];
  /** Menus whose counting rules are read before each step, and after the last. */
  readonly count: readonly string[];
  readonly timeoutMs: number;
}

/** Scripts: one takes away the configuration's own rules, one adds those of the variant. */
export interface RuleExchange {
  readonly clear: string;
  readonly add: string;
}

export interface TrialStep {
  readonly number: number;
  readonly title: string;
  readonly status: Status;
  readonly expected?: string;
  readonly observed?: string;
  readonly durationMs: number;
}

/** How the comment of a rule begins whose packets are counted. */
export const countingComment = 'knocklab counts ';

/** Packets that each rule with such a comment has matched so far, by comment, before step `before`; undefined: after the last. */
export interface Counting {
  readonly before?: number;
  readonly packets: Readonly<Record<string, number>>;
}

export interface TrialReport {
  readonly id: number;
  readonly status: Status;
  readonly timedOut: boolean;
  readonly steps: readonly TrialStep[];
  readonly error?: ErrorRecord;
  readonly countings: readonly Counting[];
  readonly durationMs: number;
  /** The lab had been used before. */
  readonly reused: boolean;
}

/** Which scenario is ready to be tried, and what it puts on its router by itself. */
export interface TrialScenario {
  readonly id: string;
  readonly title: string;
  /** As users name it. */
  readonly file: string;
  readonly topology: string;
  readonly configuration: { readonly name: string; readonly text: string };
  readonly ros: '6.49' | '7';
}

/** What a session says to whoever orders the trials; JSON lines. */
export type TrialMessage =
  | { readonly say: 'here'; readonly scenario: TrialScenario }
  | { readonly say: 'done'; readonly report: TrialReport };

/** And what it is told: a trial, or that there are no more. */
export type TrialAnswer = { readonly do: 'try'; readonly order: TrialOrder } | { readonly do: 'end' };
