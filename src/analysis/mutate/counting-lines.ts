import type { Source } from '../../core/source.ts';
import type { Dialect } from '../../routeros/dialect.ts';
import { type Counting, countingComment } from '../../scenario/trials/trial.ts';
import { type FirewallRule, firewallRules } from '../mutants/firewall-rules.ts';
import { isMatcher, remembers } from '../mutants/matcher-names.ts';
import type { RuleMutant } from '../mutants/rule-mutants.ts';

/** How many packets of each step something has counted. */
export type Counts = ReadonlyMap<number, number>;

/**
 * The same firewall with rules in front of each rule that do nothing but count: what has reached it, what it matches, and what
 * each of its mutants would match. Matchers that remember are left out of them, since asking changes their answer:
 * such a line counts more than the rule would have.
 */
export class CountingLines {
  readonly #source: Source;
  readonly #dialect: Dialect;
  /** By what they ask; the number is in their comment. */
  readonly #numbers = new Map<string, number>();
  readonly #byRule = new Map<number, string[]>();

  constructor(source: Source, dialect: Dialect, mutants: readonly RuleMutant[]) {
    this.#source = source;
    this.#dialect = dialect;
    for (const rule of firewallRules(source, dialect)) for (const asks of ['', matchersIn(rule)]) this.#add(rule, asks);
    for (const mutant of mutants) if (mutant.other === undefined) this.#add(mutant.rule, this.matchersOf(mutant));
  }

  /** What the mutant's rule asks of a packet. */
  matchersOf({ rule, edits }: RuleMutant): string {
    let text = rule.text;
    for (const { start, end, text: other } of edits.toSorted((a, b) => b.start - a.start))
      text = text.slice(0, start - rule.start) + other + text.slice(end - rule.start);
    const [changed] = firewallRules({ ...this.#source, text: `${rule.menu} ${text}\n` }, this.#dialect);
    return changed === undefined ? '' : matchersIn(changed);
  }

  /** A line that the router refuses is left out, so that the others can count. */
  get text(): string {
    let { text } = this.#source;
    for (const rule of firewallRules(this.#source, this.#dialect).toReversed()) {
      const lines = (this.#byRule.get(rule.start) ?? []).map((asks) => this.#line(rule, asks));
      const lineStart = text.lastIndexOf('\n', rule.start - 1) + 1;
      text = `${text.slice(0, lineStart)}${lines.join('')}${text.slice(lineStart)}`;
    }
    return text;
  }

  /** What was counted in each step for these questions; undefined: nothing counts them. */
  countsOf(rule: FirewallRule, asks: string, countings: readonly Counting[]): Counts | undefined {
    const number = this.#numbers.get(keyOf(rule, asks));
    const name = `${countingComment}${number}`;
    if (number === undefined || countings.some(({ packets }) => packets[name] === undefined)) return undefined;
    const steps = countings.flatMap(({ before, packets }, index): [number, number][] => {
      const next = countings[index + 1]?.packets[name];
      return before === undefined || next === undefined ? [] : [[before, next - (packets[name] ?? 0)]];
    });
    return steps.length === 0 ? undefined : new Map(steps);
  }

  #add(rule: FirewallRule, asks: string): void {
    const key = keyOf(rule, asks);
    if (this.#numbers.has(key)) return;
    this.#numbers.set(key, this.#numbers.size);
    this.#byRule.set(rule.start, [...(this.#byRule.get(rule.start) ?? []), asks]);
  }

  #line(rule: FirewallRule, asks: string): string {
    const comment = `${countingComment}${this.#numbers.get(keyOf(rule, asks))}`;
    const add = `${rule.menu} add action=passthrough chain="${rule.chain}" ${asks} comment="${comment}"`;
    return `:do { ${add} } on-error={}\n`;
  }
}

/** As they are written; none are asked of a rule's own place in its chain. */
export function matchersIn({ text, start, places }: FirewallRule): string {
  return [...places]
    .filter(([name]) => isMatcher(name) && !remembers(name))
    .map(([, place]) => text.slice(place.start - start, place.end - start).replaceAll(/\\\r?\n\s*/g, ''))
    .join(' ');
}

const keyOf = ({ menu, number }: FirewallRule, asks: string): string => `${menu} ${number} ${asks}`;
