import type { TrialReport } from '../../scenario/trials/trial.ts';
import type { FirewallRule } from '../mutants/firewall-rules.ts';
import type { RuleMutant } from '../mutants/rule-mutants.ts';
import { type CountingLines, type Counts, matchersIn } from './counting-lines.ts';

/**
 * In which steps of a scenario packets came that a mutant treats otherwise than the rule. As long as none has come, both are the
 * same firewall in the same state, so that a step without any cannot be the first to tell them apart.
 */
export class Touches {
  readonly #lines: CountingLines;
  readonly #report: TrialReport;
  readonly #all: ReadonlySet<number>;

  /** Of a run with `lines` in the configuration. A step for which nothing can be said is touched by every mutant. */
  constructor(lines: CountingLines, report: TrialReport) {
    this.#lines = lines;
    this.#report = report;
    this.#all = new Set(report.steps.map(({ number }) => number));
  }

  ofMutant(mutant: RuleMutant): ReadonlySet<number> {
    const { mutator, rule, other } = mutant;
    if (other !== undefined) return new Set([...this.#matched(rule), ...this.#matched(other)]);
    const [asked, asks] = [matchersIn(rule), this.#lines.matchersOf(mutant)];
    const [before, after] = [this.#counts(rule, asked), this.#counts(rule, asks)];
    if (before === undefined || after === undefined) return this.#reached(rule);
    // One of the two matches all that the other does: equal numbers are the same packets.
    const isMoreOrLess = asked !== asks && (mutator === 'widen' || mutator === 'narrow');
    return stepsIn(after, (count, step) => count !== before.get(step) || (count > 0 && !isMoreOrLess));
  }

  #matched(rule: FirewallRule): ReadonlySet<number> {
    const counts = this.#counts(rule, matchersIn(rule));
    return counts === undefined ? this.#reached(rule) : stepsIn(counts, (count) => count > 0);
  }

  #reached(rule: FirewallRule): ReadonlySet<number> {
    const counts = this.#counts(rule, '');
    return counts === undefined ? this.#all : stepsIn(counts, (count) => count > 0);
  }

  #counts(rule: FirewallRule, asks: string): Counts | undefined {
    return this.#lines.countsOf(rule, asks, this.#report.countings);
  }
}

function stepsIn(counts: Counts, where: (count: number, step: number) => boolean): ReadonlySet<number> {
  return new Set([...counts].filter(([step, count]) => where(count, step)).map(([step]) => step));
}
