/** One expectation and what was seen, in an engineer's words. */
export interface Check {
  readonly passed: boolean;
  readonly expected: string;
  readonly observed: string;
}

/** Told of every check that a matcher makes, so that a passed step can say what it saw. */
export type Witness = (check: Check) => void;

/** Where an observation keeps its witness: out of sight of `toEqual` and of printed objects. */
export const witnessKey: unique symbol = Symbol('knocklab.witness');

/** Something seen in the lab that matchers can judge. */
export interface Observation {
  readonly [witnessKey]: Witness;
}

/** `a; b; c`, each once, in order. */
export function joinTexts(texts: readonly string[]): string | undefined {
  const different = [...new Set(texts)];
  return different.length === 0 ? undefined : different.join('; ');
}
