import type { FirewallRule } from './firewall-rules.ts';
import { isMatcher } from './matcher-names.ts';
import { type Known, PacketKind } from './packet-kinds.ts';
import { chainsOf, walk } from './rule-walk.ts';
import { Vocabulary } from './vocabulary.ts';

/** A kind of packet that fares differently in two firewalls, and how. */
export interface Difference {
  readonly menu: string;
  readonly chain: string;
  /** What is known of it: `dst-port` → `22-22`, `src-address-list=banned` → `yes`. */
  readonly packet: Known;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

export interface Comparison {
  readonly differences: readonly Difference[];
  /** How many kinds were compared. */
  readonly kinds: number;
  /** Every kind of packet that any rule could tell from another was compared, and all of it was understood. */
  readonly complete: boolean;
}

/** Where packets begin. */
const roots = ['prerouting', 'input', 'forward', 'output', 'postrouting', 'srcnat', 'dstnat'];
/** More kinds than these are not looked at: nothing is proved then. */
const mostKinds = 20_000;
const mostDifferences = 24;

/**
 * Whether any packet, whatever lists hold its addresses, fares differently before the rules of one menu than before those
 * of another. `changed`: only packets that one of these rules could match are asked for.
 */
export function compareFirewalls(
  before: readonly FirewallRule[],
  after: readonly FirewallRule[],
  changed: readonly FirewallRule[],
): Comparison {
  const vocabulary = new Vocabulary([...before, ...after]);
  const sides = [chainsOf(before), chainsOf(after)];
  const menu = changed[0]?.menu ?? '';
  const differences: Difference[] = [];
  let kinds = 0;
  for (const rule of changed)
    for (const chain of rootsOf(rule.chain, [...before, ...after])) {
      const packet = new PacketKind(fixedOf(rule, vocabulary));
      do {
        kinds += 1;
        const ways = sides.map((chains) => walk(chains, chain, packet, vocabulary));
        const [was, is] = ways;
        if (was === undefined || is === undefined || kinds > mostKinds) return { differences, kinds, complete: false };
        if (was.join('\n') !== is.join('\n'))
          differences.push({ menu, chain, packet: packet.known, before: was, after: is });
        if (differences.length >= mostDifferences) return { differences, kinds, complete: false };
      } while (packet.next());
    }
  return { differences, kinds, complete: true };
}

/** Where packets begin that may come to a chain. */
export function rootsOf(chain: string, rules: readonly Pick<FirewallRule, 'chain' | 'properties'>[]): string[] {
  const leading = new Set([chain]);
  // A set that grows while it is gone through is gone through to its end.
  for (const one of leading)
    for (const { properties, chain: from } of rules) if (properties.get('jump-target') === one) leading.add(from);
  return roots.filter((root) => leading.has(root));
}

/** What a packet that the rule matches has of itself, from its first rule to its last. */
export function fixedOf({ properties }: Pick<FirewallRule, 'properties'>, vocabulary: Vocabulary): Known {
  const known = new Map<string, readonly string[]>();
  for (const [name, written] of properties) {
    if (!isMatcher(name) || !vocabulary.has(name)) continue;
    const negated = written.startsWith('!');
    const { values, domain } = vocabulary.question(name, negated ? written.slice(1) : written);
    known.set(
      name,
      domain.filter((value) => values.has(value) !== negated),
    );
  }
  return known;
}
