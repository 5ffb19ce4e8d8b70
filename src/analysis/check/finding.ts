import type { Configuration } from './configuration.ts';
import type { Firewall, Rule } from './firewall.ts';
import type { Ladder } from './ladders.ts';
import type { Stranger } from './stranger.ts';

/** What a check says of a configuration. */
export interface Fault {
  /** Where it is to be mended; undefined: something is missing. */
  readonly at?: Place;
  readonly problem: string;
  /** What comes of it. */
  readonly why: string;
  readonly fix: string;
}

/** A rule, or another item of the configuration. */
type Place = Rule | { readonly menu: string; readonly line: number | undefined; readonly text: string };

/** What checks look at. */
export interface Subject {
  readonly configuration: Configuration;
  readonly firewall: Firewall;
  readonly ladders: readonly Ladder[];
  readonly stranger: Stranger;
}

export interface Check {
  /** By which it is asked for, and in what machines read. */
  readonly id: string;
  /** Of the ten in Boyadzhiev's seminar. */
  readonly practice?: number;
  readonly title: string;
  find(subject: Subject): readonly Fault[];
}
