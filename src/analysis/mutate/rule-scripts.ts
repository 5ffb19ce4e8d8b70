import type { Source } from '../../core/source.ts';
import type { Dialect } from '../../routeros/dialect.ts';
import { type FirewallRule, firewallRules } from '../mutants/firewall-rules.ts';

/** The rules of a configuration alone, each behind its menu: for a router that has everything else already. */
export function rulesScript(source: Source, dialect: Dialect): string {
  return firewallRules(source, dialect)
    .map((rule) => `${rule.menu} add ${argumentsOf(rule)}\n`)
    .join('');
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
