import type { RulePlace } from '../../analysis/explain/explanation-text.ts';
import { firewallRules } from '../../analysis/mutants/firewall-rules.ts';
import type { Source } from '../../core/source.ts';

/**
 * Rules by the lines of the file that they came from: the router's numbers are those of the file when nothing was there
 * before.
 */
export function placesIn(configuration: Source | undefined, ros: string): RulePlace {
  const rules = configuration === undefined ? [] : firewallRules(configuration, ros.startsWith('6') ? '6.49' : '7');
  return (menu, number) => {
    const rule = rules.find((one) => one.menu === menu && one.number === number);
    return rule === undefined ? undefined : `${configuration?.name}:${rule.line}`;
  };
}
