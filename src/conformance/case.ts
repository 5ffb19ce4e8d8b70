import { isAtLeast, type Release } from './release.ts';
import type { Session } from './session.ts';

/** What the router contract is about, in the order in which it is asked. */
export const areas = ['language', 'menus', 'lists', 'counters', 'logs', 'services', 'packets'] as const;
export type Area = (typeof areas)[number];

/**
 * `documented`: MikroTik says so. `observed`: somebody saw it on a router, or it stands in MikroTik's own kernel source.
 * `inferred`: it follows from those or from plain netfilter, and no router has been asked yet.
 */
export type Confidence = 'documented' | 'observed' | 'inferred';

/** The answer to the letter, or a pattern of it. */
export type Answer = string | RegExp;

/** One answer, or one for each generation of RouterOS. */
export type Expectation = Answer | { readonly 6: Answer; readonly 7: Answer };

/** Where an expectation comes from, and how far it is to be trusted. */
export interface Fact {
  /** A section of the project's collected facts: `firewall-facts 1.7`, `api-facts 6`. */
  readonly source: string;
  readonly confidence: Confidence;
}

/** One thing that every router has to do alike. */
export interface Case extends Fact {
  /** `language/comparison-before-in`; stays the same for as long as the case does. */
  readonly id: string;
  readonly area: Area;
  /** What is so, in one line. */
  readonly title: string;
  /** The first release that it holds for. */
  readonly since?: string;
  /** The first release that it does not hold for any more. */
  readonly until?: string;
  /** `packets`: hosts around the router are needed. */
  readonly needs: 'router' | 'packets';
  /** What is typed and done, a line each. */
  readonly asked: readonly string[];
  readonly expect: Expectation;
  /** Why the twin is known to answer otherwise. */
  readonly twin?: string;
  ask(session: Session): Promise<string>;
}

/** Whether the case is about this release. */
export function holdsFor({ since, until }: Case, release: Release): boolean {
  return (since === undefined || isAtLeast(release, since)) && (until === undefined || !isAtLeast(release, until));
}

export function answerFor({ expect }: Pick<Case, 'expect'>, { major }: Release): Answer {
  if (typeof expect === 'string' || expect instanceof RegExp) return expect;
  return major >= 7 ? expect[7] : expect[6];
}

export function isAnswer(observed: string, expected: Answer): boolean {
  return typeof expected === 'string' ? observed === expected : expected.test(observed);
}

export const answerText = (answer: Answer): string => (typeof answer === 'string' ? answer : String(answer));
