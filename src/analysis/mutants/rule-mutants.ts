import type { Source } from '../../core/source.ts';
import type { Dialect } from '../../routeros/dialect.ts';
import { commuteReason } from './commute.ts';
import { type FirewallRule, firewallRules } from './firewall-rules.ts';

/** A configuration with one fault in it. */
export interface RuleMutant {
  readonly kind: 'removed' | 'swapped';
  readonly rule: FirewallRule;
  /** `rule 3 removed`, `rules 3 and 4 swapped` */
  readonly title: string;
  readonly text: string;
  /** Why it is the same firewall as before; undefined: it is not known to be. */
  readonly equivalent?: string;
}

/** Each rule removed, and each rule swapped with the next one of its chain. */
export function ruleMutants(source: Source, dialect: Dialect = '7'): RuleMutant[] {
  const rules = firewallRules(source, dialect);
  return rules.flatMap((rule, index) => {
    const next = rules.slice(index + 1).find(({ menu, chain }) => menu === rule.menu && chain === rule.chain);
    return next === undefined
      ? [removed(rule, source.text)]
      : [removed(rule, source.text), swapped(rule, next, source.text, commuteReason(rule, next, rules))];
  });
}

function removed(rule: FirewallRule, text: string): RuleMutant {
  const without = text.slice(0, rule.start) + text.slice(rule.end);
  const disabled = rule.properties.get('disabled') === 'yes' ? { equivalent: 'it is disabled' } : {};
  return { kind: 'removed', rule, title: `${rule.menu} ${rule.number} removed`, text: without, ...disabled };
}

function swapped(first: FirewallRule, second: FirewallRule, text: string, equivalent: string | undefined): RuleMutant {
  return {
    kind: 'swapped',
    rule: first,
    title: `${first.menu} ${first.number} and ${second.number} swapped`,
    text:
      text.slice(0, first.start) +
      second.text +
      text.slice(first.end, second.start) +
      first.text +
      text.slice(second.end),
    ...(equivalent === undefined ? {} : { equivalent }),
  };
}
