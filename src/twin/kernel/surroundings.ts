type Words = readonly string[];

/** A line of the twin's own in a table; one with a rule's name is counted under it. */
interface OwnLine {
  readonly args: Words;
  readonly name?: string;
}

/** What the twin itself needs in a table, around the rules. */
export interface Surroundings {
  readonly chains?: Readonly<Record<string, readonly Words[]>>;
  /** Lines of hooks that stand before all rules. */
  readonly before?: readonly OwnLine[];
  /** And behind them. */
  readonly behind?: readonly Words[];
}

/** Several at once, in turn. */
export function combined(...parts: readonly Surroundings[]): Surroundings {
  return {
    chains: Object.fromEntries(parts.flatMap(({ chains = {} }) => Object.entries(chains))),
    before: parts.flatMap(({ before = [] }) => before),
    behind: parts.flatMap(({ behind = [] }) => behind),
  };
}

/** Does it do anything where there are no rules? */
export const isActive = ({ before = [], behind = [] }: Surroundings): boolean => before.length + behind.length > 0;
