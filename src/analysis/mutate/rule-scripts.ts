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
