import type { Source } from '../../core/source.ts';
import type { Dialect } from '../../routeros/dialect.ts';
import type { RuleExchange } from '../../scenario/trials/trial.ts';
import { type FirewallRule, firewallRules } from '../mutants/firewall-rules.ts';

/** For a router that has a configuration already: its rules go, those of a variant of it come. */
export function ruleExchange(source: Source, variant: string, dialect: Dialect): RuleExchange {
  const menus = new Set(firewallRules(source, dialect).map(({ menu }) => menu));
  const rules = firewallRules({ ...source, text: variant }, dialect);
  return {
    clear: [...menus].map((menu) => `${menu} remove [${menu} find dynamic=no]`).join('; '),
    add: rules.map((rule) => `${rule.menu} add ${argumentsOf(rule)}\n`).join(''),
  };
}

function argumentsOf({ text, start, places }: FirewallRule): string {
  const first = Math.min(...[...places.values()].map((place) => place.start));
  return Number.isFinite(first) ? text.slice(first - start) : '';
}

/**
 * The same firewall with a rule in front of each that does nothing but count: what the counter in front of a rule says has
 * reached it.
 */
export function countingText(source: Source, dialect: Dialect): string {
  let text = source.text;
  for (const { menu, chain, start } of firewallRules(source, dialect).toReversed()) {
    const lineStart = text.lastIndexOf('\n', start - 1) + 1;
    text = `${text.slice(0, lineStart)}${menu} add action=passthrough chain=${chain}\n${text.slice(lineStart)}`;
  }
  return text;
}
