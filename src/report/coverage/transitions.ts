import { ruleProperties } from '../timeline/rule-properties.ts';
import type { RuleTally } from './rule-tally.ts';

/** Something that can happen to an address on a list that rules fill. */
export interface Transition {
  readonly family: 'ip' | 'ipv6';
  readonly list: string;
  /** The line of the rule that fills it; absent for what happens by itself. */
  readonly line?: number;
  /** Where an address stands before: the lists that the rule asks for, or `nothing`. */
  readonly from: string;
  readonly kind: 'entered' | 'refreshed' | 'expired';
  readonly times: number;
}

/**
 * What the configuration lets happen on its address lists, from its own rules, with how often it did. An entry is refreshed
 * when its rule matches while it is there, and expires when its time has run out.
 */
export function transitionsOf(rules: readonly RuleTally[], expired: ReadonlyMap<string, number>): Transition[] {
  const counted = rules.filter(({ enabled, never }) => enabled && never === undefined);
  const filling = counted.filter(({ rule }) => /^add-(src|dst)-to-address-list$/.test(rule.action));
  const entries = filling.flatMap((tally) => entriesOf(tally, counted));
  return [...entries, ...endsOf(filling, expired)];
}

function entriesOf(tally: RuleTally, rules: readonly RuleTally[]): Transition[] {
  const { rule, entered, refreshed } = tally;
  const { 'address-list': list = '' } = ruleProperties(rule);
  const side = rule.action.startsWith('add-src') ? 'src-address-list' : 'dst-address-list';
  const asked = askedLists(tally, side, rules, new Set());
  const from = asked.filter((name) => !name.startsWith('!'));
  const { family, line } = rule;
  const head = { family, list, ...(line === undefined ? {} : { line }) };
  const begin = { ...head, from: from.join(', ') || 'nothing', kind: 'entered', times: entered } as const;
  const again = { ...head, from: list, kind: 'refreshed', times: refreshed } as const;
  // Who asks for the list itself finds an address there, who asks for its absence does not.
  return [...(from.includes(list) ? [] : [begin]), ...(asked.includes(`!${list}`) ? [] : [again])];
}

/** What a rule asks for, or else the jumps that lead to its chain. */
function askedLists(
  { rule }: RuleTally,
  side: string,
  rules: readonly RuleTally[],
  seen: ReadonlySet<string>,
): readonly string[] {
  const own = ruleProperties(rule)[side];
  if (own !== undefined && own !== '' && !own.startsWith('!')) return [own];
  const more = own === undefined || own === '' ? [] : [own];
  if (seen.has(rule.chain)) return more;
  const jumps = rules.filter((other) => {
    const { action, table, family } = other.rule;
    const target = ruleProperties(other.rule)['jump-target'];
    return action === 'jump' && target === rule.chain && table === rule.table && family === rule.family;
  });
  const before = jumps.flatMap((jump) => askedLists(jump, side, rules, new Set([...seen, rule.chain])));
  return [...new Set([...more, ...before])];
}

function endsOf(filling: readonly RuleTally[], expired: ReadonlyMap<string, number>): Transition[] {
  const timed = filling.filter(({ rule }) => !/^none-|^0s$|^00:00:00$/.test(timeoutOf(rule)));
  const lists = new Map(
    timed.map(({ rule }) => [`${rule.family} ${ruleProperties(rule)['address-list'] ?? ''}`, rule.family]),
  );
  return [...lists].map(([key, family]) => {
    const list = key.slice(family.length + 1);
    return { family, list, from: list, kind: 'expired', times: expired.get(key) ?? 0 };
  });
}

const timeoutOf = (rule: RuleTally['rule']): string => ruleProperties(rule)['address-list-timeout'] ?? 'none-dynamic';
