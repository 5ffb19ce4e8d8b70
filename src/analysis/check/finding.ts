import type { Configuration, Item } from './configuration.ts';
import type { Firewall, Rule } from './firewall.ts';
import type { Ladder } from './ladders.ts';
import type { Outside } from './outside.ts';
import type { Stranger } from './stranger.ts';
import type { Witness } from './witness.ts';

/** `error`: it does not do what it says, or is open. `warning`: it does so only by luck. `note`: others would do it otherwise. */
export type Level = (typeof levels)[number];

const levels = ['note', 'warning', 'error'] as const;

export const isAtLeast = (level: Level, least: Level): boolean => levels.indexOf(level) >= levels.indexOf(least);

/** What a check says of a configuration. */
export interface Fault {
  /** Where it is to be mended; undefined: something is missing. */
  readonly at?: Place;
  /** Undefined: that of the check. */
  readonly level?: Level;
  readonly problem: string;
  /** What comes of it. */
  readonly why: string;
  readonly fix: string;
  /** The property of `at` that mends it, where that lets nobody in and shuts nobody out who was meant to be let in. */
  readonly edit?: Edit;
  /** The packets that show it. */
  readonly witness?: Witness;
}

export interface Edit {
  readonly name: string;
  readonly value: string;
}

/** A rule, or another item of the configuration. */
type Place = Rule | (Item & { readonly menu: string });

/** What checks look at. */
export interface Subject {
  readonly configuration: Configuration;
  readonly firewall: Firewall;
  readonly ladders: readonly Ladder[];
  readonly outside: Outside;
  readonly stranger: Stranger;
}

export interface Check {
  /** By which it is asked for, and in what machines read. */
  readonly id: string;
  /** Of the ten in Boyadzhiev's seminar. */
  readonly practice?: number;
  readonly level: Level;
  readonly title: string;
  /** When it has a finding, for the documentation. */
  readonly finds: string;
  /** Where the facts that it goes by stand. */
  readonly source: string;
  find(subject: Subject): readonly Fault[];
}
