import type { Source } from '../../core/source.ts';
import type { Dialect } from '../../routeros/dialect.ts';
import { commuteReason } from './commute.ts';
import { compareFirewalls, type Difference } from './compare-firewalls.ts';
import { type FirewallRule, firewallRules } from './firewall-rules.ts';
import type { RuleMutant } from './rule-mutants.ts';

/** What can be said of a mutant without a lab. */
export interface Judgement {
  /** Why it is the same firewall as before; undefined: that is not proved. */
  readonly equivalent?: string;
  /** A packet that fares differently, the plainest that was found. */
  readonly witness?: Difference;
}

/** Proves a mutant equal to the configuration, or finds a packet that tells them apart, or does neither. */
export function judgeMutant(mutant: RuleMutant, source: Source, dialect: Dialect): Judgement {
  const rules = firewallRules(source, dialect);
  const reason = mutant.other === undefined ? undefined : commuteReason(mutant.rule, mutant.other, rules);
  if (reason !== undefined) return { equivalent: reason };
  const { menu } = mutant.rule;
  const before = rules.filter((rule) => rule.menu === menu);
  const after = firewallRules({ ...source, text: mutant.text }, dialect).filter((rule) => rule.menu === menu);
  const { differences, kinds, complete } = compareFirewalls(before, after, changedRules(mutant, after));
  const [witness] = differences.toSorted((a, b) => oddity(a) - oddity(b));
  if (witness !== undefined) return { witness };
  if (!complete) return {};
  return { equivalent: `no packet fares differently, whatever lists its addresses are on (${kinds} kinds compared)` };
}

/** The rule as it was and as it is. */
function changedRules({ mutator, rule, other }: RuleMutant, after: readonly FirewallRule[]): FirewallRule[] {
  if (mutator === 'remove') return [rule];
  if (other !== undefined) return [rule];
  const now = after.find(({ number }) => number === rule.number);
  return now === undefined ? [rule] : [rule, now];
}

/** How hard the packet is to send, and how hard what becomes of it is to see. */
function oddity({ packet, before, after }: Difference): number {
  const states = packet.get('connection-state') ?? ['new'];
  const protocols = packet.get('protocol') ?? ['tcp'];
  const sameEnd = before.at(-1) === after.at(-1);
  const lists = [...packet].filter(([field, [value]]) => field.includes('address-list=') && value === 'yes').length;
  return (
    (states.includes('new') ? 0 : 100) +
    (protocols.some((one) => ['tcp', 'udp', 'icmp'].includes(one)) ? 0 : 50) +
    (sameEnd ? 10 : 0) +
    lists
  );
}
