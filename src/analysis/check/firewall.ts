import type { Configuration, Item } from './configuration.ts';

export type Family = 'ip' | 'ipv6';
export type Table = 'raw' | 'mangle' | 'nat' | 'filter';

/** A rule in force. */
export interface Rule extends Item {
  /** `/ip firewall filter` */
  readonly menu: string;
  /** As the router prints it: from 0, among all rules of its menu. */
  readonly number: number;
  readonly chain: string;
  readonly action: string;
}

/** A rule where a packet meets it: behind the jumps that lead to its chain. */
export interface Step extends Rule {
  readonly through: readonly Rule[];
}

/** Jumps that lead to jumps can make very many ways; what lies beyond is not looked at. */
const mostSteps = 1500;

/** The rules of a configuration that are not disabled. */
export class Firewall {
  readonly #configuration: Configuration;
  readonly #rules = new Map<string, readonly Rule[]>();
  readonly #chains = new Map<string, ReadonlyMap<string, readonly Rule[]>>();
  readonly #steps = new Map<string, readonly Step[]>();

  constructor(configuration: Configuration) {
    this.#configuration = configuration;
  }

  rules(family: Family, table: Table): readonly Rule[] {
    const menu = `/${family} firewall ${table}`;
    const known = this.#rules.get(menu) ?? rulesOf(this.#configuration.items(menu), menu);
    this.#rules.set(menu, known);
    return known;
  }

  chain(family: Family, table: Table, name: string): readonly Rule[] {
    const key = `/${family} firewall ${table}`;
    const chains = this.#chains.get(key) ?? Map.groupBy(this.rules(family, table), ({ chain }) => chain);
    this.#chains.set(key, chains);
    return chains.get(name) ?? [];
  }

  /** Everything that a packet of this chain can meet, in order; a chain that several jumps lead to comes several times. */
  steps(family: Family, table: Table, chain: string): readonly Step[] {
    const key = `/${family} firewall ${table} ${chain}`;
    const known = this.#steps.get(key);
    if (known !== undefined) return known;
    const steps: Step[] = [];
    this.#follow(family, table, chain, [], steps);
    this.#steps.set(key, steps);
    return steps;
  }

  #follow(family: Family, table: Table, chain: string, through: readonly Rule[], steps: Step[]): void {
    for (const rule of this.chain(family, table, chain)) {
      if (steps.length >= mostSteps) return;
      steps.push({ ...rule, through });
      if (rule.action !== 'jump' || through.some(({ number }) => number === rule.number)) continue;
      this.#follow(family, table, rule.properties.get('jump-target') ?? '', [...through, rule], steps);
    }
  }

  /** Every chain in which packets begin, of both families, with all that can be met from there on. */
  walks(): readonly (readonly Step[])[] {
    return (['ip', 'ipv6'] as const).flatMap((family) =>
      allTables.flatMap((table) => builtIn[table].map((chain) => this.steps(family, table, chain))),
    );
  }

  /** Of every chain in which packets begin, in the order in which a packet to the router comes through the tables. */
  allSteps(): readonly Step[] {
    return tables.flatMap(([table, chains]) => chains.flatMap((chain) => this.steps('ip', table, chain)));
  }
}

export const allTables = ['raw', 'mangle', 'nat', 'filter'] as const;

/** The chains that are there without a jump (MikroTik's manual, "Packet flow"; nat's input and output since RouterOS 7). */
export const builtIn: Readonly<Record<Table, readonly string[]>> = {
  raw: ['prerouting', 'output'],
  mangle: ['prerouting', 'input', 'forward', 'output', 'postrouting'],
  nat: ['dstnat', 'srcnat', 'input', 'output'],
  filter: ['input', 'forward', 'output'],
};

/** In which packets from outside begin; raw before mangle before nat before filter (MikroTik's manual, "Packet flow"). */
const tables: readonly (readonly [Table, readonly string[]])[] = [
  ['raw', ['prerouting']],
  ['mangle', ['prerouting', 'input', 'forward']],
  ['nat', ['dstnat']],
  ['filter', ['input', 'forward']],
];

function rulesOf(items: readonly Item[], menu: string): readonly Rule[] {
  return items
    .map((item, number): Rule => {
      const { properties } = item;
      return {
        ...item,
        menu,
        number,
        chain: properties.get('chain') ?? '',
        action: properties.get('action') ?? 'accept',
      };
    })
    .filter(({ properties }) => properties.get('disabled') !== 'yes');
}

/** Every value that a packet must have to come to this rule and match it: its own first, then those of the jumps. */
export function demands({ properties, through }: Step, name: string): readonly string[] {
  return [properties, ...through.toReversed().map((rule) => rule.properties)].flatMap((one) => one.get(name) ?? []);
}

export const isDrop = ({ action }: Pick<Rule, 'action'>): boolean =>
  action === 'drop' || action === 'reject' || action === 'tarpit';
