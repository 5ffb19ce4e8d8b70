import { fastPath, fasttrackRow } from '../kernel/fasttrack.ts';
import type { Family } from '../kernel/matchers/matching.ts';
import type { Counters, TableName } from '../kernel/ruleset.ts';
import type { Surroundings } from '../kernel/surroundings.ts';
import type { Item, Row } from '../menu/menu-spec.ts';
import { isEnabled } from '../menu/menu-spec.ts';
import type { Twin } from '../twin.ts';

/** Chains of each table that fasttracked packets do not see, in the order in which RouterOS shows them. */
const chains: Readonly<Record<TableName, readonly string[]>> = {
  filter: ['forward'],
  nat: [],
  mangle: ['prerouting', 'forward', 'postrouting'],
  raw: ['prerouting'],
};

const isRule = (item: Item): boolean => item.props['action'] === 'fasttrack-connection' && isEnabled(item);

/** The id of a row: the last ones there are. */
const idOf = (index: number): string =>
  `*${(Number.parseInt(fasttrackRow.slice(1), 16) - index).toString(16).toUpperCase()}`;

/** Which connections go past the firewall, and the rows that count them. */
export class Fasttrack {
  readonly #twin: Twin;
  readonly #families = new Set<Family>();

  constructor(twin: Twin) {
    this.#twin = twin;
  }

  /** Once there was a rule for it, until the router starts anew without one (firewall-facts 1.4). */
  isOn(family: Family): boolean {
    const hasRule = (['filter', 'mangle'] as const).some((table) =>
      this.#twin.menus.find([family, 'firewall', table])?.items.some(isRule),
    );
    if (hasRule) this.#families.add(family);
    return this.#families.has(family);
  }

  forget(): void {
    this.#families.clear();
  }

  /** Only with `allow-fast-path`; in v6 with `route-cache` too. */
  get isAllowed(): boolean {
    const { props } = this.#twin.menus.get('ip settings').settings;
    return props['allow-fast-path'] !== 'no' && props['route-cache'] !== 'no';
  }

  around(family: Family, table: TableName, hasRules: boolean): Surroundings {
    if (!this.isOn(family) || !this.isAllowed) return {};
    return hasRules || table === 'filter' ? fastPath(family, table) : {};
  }

  /** Rules that are none: they only show what has gone past the others. */
  rows(family: Family, table: TableName, { packets, bytes }: Counters): Row[] {
    if (!this.isOn(family)) return [];
    return chains[table].map((chain, index) => ({
      id: idOf(index),
      dynamic: true,
      props: {
        chain,
        action: 'passthrough',
        comment: 'special dummy rule to show fasttrack counters',
        disabled: 'no',
        bytes: String(bytes),
        packets: String(packets),
      },
    }));
  }
}
