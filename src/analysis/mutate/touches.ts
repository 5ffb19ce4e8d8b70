import type { Counting, TrialReport } from '../../scenario/trials/trial.ts';
import type { FirewallRule } from '../mutants/firewall-rules.ts';
import type { RuleMutant } from '../mutants/rule-mutants.ts';

/** How many packets of each step came to a rule, and how many it matched. */
export interface Touch {
  readonly reached: ReadonlySet<number>;
  readonly matched: ReadonlySet<number>;
}

/** Which steps touch which rule. */
export class Touches {
  readonly #byRule = new Map<string, Touch>();

  /** Of a run with a counter in front of each rule. A step for which that cannot be said touches them all. */
  constructor(rules: readonly FirewallRule[], { countings, steps }: TrialReport) {
    const all = new Set(steps.map(({ number }) => number));
    for (const [menu, own] of Map.groupBy(rules, (rule) => rule.menu)) {
      const isWhole =
        countings.length > 0 && countings.every(({ packets }) => packets[menu]?.length === own.length * 2);
      for (const rule of own) {
        const at = rule.number * 2;
        const touch = isWhole
          ? { reached: stepsWith(countings, menu, at), matched: stepsWith(countings, menu, at + 1) }
          : { reached: all, matched: all };
        this.#byRule.set(keyOf(rule), touch);
      }
    }
  }

  of(rule: FirewallRule): Touch {
    return this.#byRule.get(keyOf(rule)) ?? { reached: new Set(), matched: new Set() };
  }

  /**
   * The steps in which a mutant could be told from the configuration. What only takes packets away from a rule, or does
   * something else with those that it has, shows only where it has some.
   */
  ofMutant({ mutator, rule, other, edits }: RuleMutant): ReadonlySet<number> {
    const { reached, matched } = this.of(rule);
    if (other !== undefined) return new Set([...matched, ...this.of(other).matched]);
    const onlyActs = edits.every(({ text }) => /^(action|address-list|address-list-timeout)=/.test(text));
    return mutator === 'remove' || mutator === 'narrow' || onlyActs ? matched : reached;
  }
}

const keyOf = ({ menu, number }: FirewallRule): string => `${menu} ${number}`;

/** The counters before a step and before the next one differ. */
function stepsWith(countings: readonly Counting[], menu: string, at: number): ReadonlySet<number> {
  const steps = countings.flatMap(({ before, packets }, index) => {
    const next = countings[index + 1]?.packets[menu]?.[at];
    return before !== undefined && next !== undefined && next !== packets[menu]?.[at] ? [before] : [];
  });
  return new Set(steps);
}
