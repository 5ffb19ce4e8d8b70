import { Arrivals } from '../../mutants/comes-to-rule.ts';
import type { Fault } from '../finding.ts';
import { allTables, type Firewall, isDrop, type Rule } from '../firewall.ts';

/** More rules of one menu than these are not searched: it would take long. */
const mostRules = 200;

/** Rules that no packet comes to because several before them, none by itself, end all that they ask for. */
export function shadowedTogether(
  firewall: Firewall,
  known: ReadonlySet<Rule['number']>,
  menu: string,
): readonly Fault[] {
  const rules = rulesOf(firewall, menu);
  if (rules.length > mostRules) return [];
  const arrivals = new Arrivals(rules);
  const dead = new Set(known);
  return rules.flatMap((rule) => {
    if (dead.has(rule.number) || isBehindDeadJump(rule, rules, dead)) return [];
    if (arrivals.comesTo(rule) !== false) return [];
    dead.add(rule.number);
    const by = endersOf(rule, rules, arrivals);
    return by.length < 2 ? [] : [faultOf(rule, by)];
  });
}

function rulesOf(firewall: Firewall, menu: string): readonly Rule[] {
  const families = ['ip', 'ipv6'] as const;
  const found = families.flatMap((family) => allTables.map((table) => ({ family, table })));
  const one = found.find(({ family, table }) => menu === `/${family} firewall ${table}`);
  return one === undefined ? [] : firewall.rules(one.family, one.table);
}

/** What stands behind a jump that nobody takes is told with the jump. */
function isBehindDeadJump({ chain }: Rule, rules: readonly Rule[], dead: ReadonlySet<number>): boolean {
  const jumps = rules.filter(({ action, properties }) => action === 'jump' && properties.get('jump-target') === chain);
  return jumps.length > 0 && jumps.every(({ number }) => dead.has(number));
}

/** The rules without any of which packets would come through; fewer than two where its own conditions keep all away. */
function endersOf(rule: Rule, rules: readonly Rule[], arrivals: Arrivals): readonly Rule[] {
  const needless = new Set<number>();
  return rules.filter((one) => {
    if (one.number >= rule.number || !mayEnd(one)) return false;
    if (arrivals.comesTo(rule, new Set([...needless, one.number])) !== false) return true;
    needless.add(one.number);
    return false;
  });
}

const mayEnd = ({ action, properties }: Rule): boolean =>
  !['jump', 'log', 'passthrough', 'add-src-to-address-list', 'add-dst-to-address-list'].includes(action) ||
  properties.get('passthrough') === 'no';

function faultOf(rule: Rule, by: readonly Rule[]): Fault {
  const numbers = by.map(({ number }) => number);
  const named = `${numbers.slice(0, -1).join(', ')} and ${numbers.at(-1)}`;
  return {
    at: rule,
    problem: `can never match: rules ${named} together take every packet that it asks for`,
    why: isDrop(rule)
      ? 'What it is to stop is ended before it, by one rule or the other.'
      : 'What it is for is ended before it, by one rule or the other: it has no effect at all.',
    fix: `Move it before rule ${numbers[0]}, or let one of these rules ask for less.`,
  };
}
