import type { Item } from '../menu/menu-spec.ts';

/** Which chains lead into which, by the enabled jumps of one table. */
export class JumpGraph {
  readonly #targets = new Map<string, Set<string>>();
  readonly #named = new Set<string>();
  /** Jumps that would lead a packet round in a circle. */
  readonly #circular = new Set<string>();

  constructor(items: readonly Item[]) {
    for (const { props } of items) this.#named.add(props['chain'] ?? '');
    for (const { id, props } of items) {
      const target = props['jump-target'];
      if (props['action'] !== 'jump' || props['disabled'] === 'yes' || target === undefined) continue;
      const chain = props['chain'] ?? '';
      if (this.reaches(target, chain)) this.#circular.add(id);
      else this.#targets.set(chain, (this.#targets.get(chain) ?? new Set()).add(target));
    }
  }

  /** A chain exists as soon as a rule is in it (firewall-facts 1.1). */
  exists(chain: string): boolean {
    return this.#named.has(chain);
  }

  /** Does this jump close a circle? The first ones do not: they are there already. */
  isCircular({ id }: Item): boolean {
    return this.#circular.has(id);
  }

  /** Can a packet get from one chain into the other? Each chain reaches itself. */
  reaches(from: string, to: string): boolean {
    if (from === to) return true;
    const seen = new Set([from]);
    for (const chain of seen) {
      const targets = this.#targets.get(chain) ?? [];
      for (const target of targets) {
        if (target === to) return true;
        seen.add(target);
      }
    }
    return false;
  }
}
