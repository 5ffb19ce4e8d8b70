import { fixedOf, rootsOf } from './compare-firewalls.ts';
import type { FirewallRule } from './firewall-rules.ts';
import { remembers } from './matcher-names.ts';
import { PacketKind } from './packet-kinds.ts';
import { chainsOf, walk } from './rule-walk.ts';
import { Vocabulary } from './vocabulary.ts';

/** A rule of a menu, as it is written. */
export type WrittenRule = Pick<FirewallRule, 'chain' | 'number' | 'properties'>;

/** More kinds of packets than these are not tried for one rule: nothing is said then. */
const mostKinds = 1000;
const mark = 'comes to the rule';

/** Which packets, whatever lists hold their addresses, come to the rules of one menu. */
export class Arrivals {
  readonly #rules: readonly WrittenRule[];
  readonly #vocabulary: Vocabulary;
  /** A limit may answer otherwise when the same packet comes to it by a second jump. */
  readonly #remembersTwice: boolean;

  /** Those in force. */
  constructor(rules: readonly WrittenRule[]) {
    // Each rule has a memory of its own, though it be written like another.
    this.#rules = rules.map((rule) => ({
      ...rule,
      properties: new Map(rule.properties).set('comment', `${rule.number}`),
    }));
    this.#vocabulary = new Vocabulary(rules);
    this.#remembersTwice = rules.some(
      ({ chain, properties }) => !rootsOf(chain, []).includes(chain) && [...properties.keys()].some(remembers),
    );
  }

  /** Does any packet come to this rule and match it, were others not there? Undefined: that cannot be told. */
  comesTo(rule: WrittenRule, without: ReadonlySet<number> = new Set()): boolean | undefined {
    if (this.#remembersTwice) return undefined;
    const rules = this.#rules.filter(({ number }) => !without.has(number));
    const chains = chainsOf(rules.map((one) => (one.number === rule.number ? watched(one) : one)));
    const fixed = fixedOf(rule, this.#vocabulary);
    const roots = rootsOf(rule.chain, rules);
    let kinds = 0;
    for (const chain of roots) {
      // Whoever meets nothing of what is asked on the way comes farthest: such packets are tried first.
      const packet = new PacketKind(fixed, 'no');
      do {
        kinds += 1;
        const way = kinds > mostKinds ? undefined : walk(chains, chain, packet, this.#vocabulary);
        if (way === undefined) return undefined;
        if (way.includes(`log ${mark}`)) return true;
      } while (packet.next());
    }
    return roots.length === 0 ? undefined : false;
  }
}

/** Who comes to it says so, and is at the end of its way. */
const watched = (rule: WrittenRule): WrittenRule => ({
  ...rule,
  properties: new Map(rule.properties).set('action', 'accept').set('log', 'yes').set('log-prefix', mark),
});
