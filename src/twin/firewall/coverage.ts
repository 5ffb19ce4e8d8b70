import type { Firewall } from '../kernel/firewall.ts';
import type { Family } from '../kernel/matchers/matching.ts';
import { type Condition, measureName, measuresOf } from '../kernel/measures.ts';
import { type Counters, ruleName, type TableName } from '../kernel/ruleset.ts';
import type { Menu } from '../menu/menu.ts';
import type { Item, Props } from '../menu/menu-spec.ts';
import type { MenuTree } from '../menu/menu-tree.ts';
import type { AddressLists } from './address-lists.ts';

/** What packets made of one condition of a rule until now. */
interface ConditionReading {
  /** `dst-port=22` */
  readonly asked: readonly string[];
  /** Packets that meet all other conditions of the rule. */
  readonly others: number;
  /** Those of them that meet this one too. */
  readonly met: number;
}

/** What packets made of one rule until now. */
interface RuleReading {
  readonly family: Family;
  readonly table: TableName;
  /** The number that RouterOS prints. */
  readonly number: number;
  readonly id: string;
  /** Of the imported file; absent when no import made the rule. */
  readonly line?: number;
  readonly props: Props;
  /** Why no packet can match it here. */
  readonly never?: string;
  readonly packets: number;
  readonly reached: number;
  readonly conditions: readonly ConditionReading[];
  /** How often it put an address on a list that was not there. */
  readonly entered: number;
}

interface RulesOfTable {
  readonly family: Family;
  readonly table: TableName;
  readonly menu: Menu;
  readonly firewall: Firewall;
}

export interface FirewallCoverage {
  readonly rules: readonly RuleReading[];
  readonly expired: readonly { readonly family: Family; readonly list: string; readonly times: number }[];
}

interface FamilyCovered {
  readonly family: Family;
  readonly firewall: Firewall;
  readonly lists: Pick<AddressLists, 'expired'>;
}

const tables: readonly TableName[] = ['raw', 'mangle', 'nat', 'filter'];

/** What packets made of every rule until now, and how often entries of address lists have ended by themselves. */
export async function readCoverage(menus: MenuTree, families: readonly FamilyCovered[]): Promise<FirewallCoverage> {
  const rules: RuleReading[] = [];
  const expired: FirewallCoverage['expired'][number][] = [];
  for (const { family, firewall, lists } of families) {
    for (const table of tables) {
      const menu = menus.find([family, 'firewall', table]);
      if (menu !== undefined) rules.push(...(await readRules({ family, table, menu, firewall })));
    }
    // Only when entries are looked at is seen which are gone.
    await menus.find([family, 'firewall', 'address-list'])?.rows();
    for (const [list, times] of lists.expired) expired.push({ family, list, times });
  }
  return { rules, expired };
}

/** All rules of a table, those too that are not in the packet path. */
async function readRules(rules: RulesOfTable): Promise<RuleReading[]> {
  const { menu, firewall, table } = rules;
  if (menu.items.length === 0) return [];
  const counters = await firewall.counters(table);
  const before = menu.spec.dynamicRows?.().length ?? 0;
  return menu.items.map((item, index) => readRule(rules, item, before + index, counters));
}

function readRule(
  { family, table, menu, firewall }: RulesOfTable,
  { id, props }: Item,
  number: number,
  counters: ReadonlyMap<string, Counters>,
): RuleReading {
  const name = ruleName(family, table, id);
  const packets = counters.get(name)?.packets ?? 0;
  const counted = (line: string | undefined): number =>
    line === undefined ? packets : (counters.get(measureName(name, line))?.packets ?? 0);
  const { conditions, reached, all, entered } = measuresOf(props);
  const reading = (condition: Condition): ConditionReading => ({
    asked: condition.matchers.map((matcher) => `${matcher}=${props[matcher]}`),
    // What counts is asked last; all that it was asked about has met the others.
    others: counted(condition.without ?? all),
    met: condition.without === undefined ? packets : counted(all),
  });
  const line = menu.lines.get(id);
  const never = reasonNever(menu.spec.invalid?.({ id, props }), firewall.impossible(props));
  return {
    family,
    table,
    number,
    id,
    ...(line === undefined ? {} : { line }),
    props,
    ...(never === undefined ? {} : { never }),
    packets,
    reached: counted(reached),
    conditions: conditions.map(reading),
    // The kernel drops what it has to tell when packets come too fast for it; what it counts it does not lose.
    entered: entered === undefined ? (firewall.entered.get(name) ?? 0) : counted(entered),
  };
}

/** RouterOS marks rules as invalid, mostly without a word. */
function reasonNever(invalid: string | undefined, impossible: string | undefined): string | undefined {
  if (invalid !== undefined)
    return invalid === '' ? 'invalid: it names what this router has not' : `invalid: ${invalid}`;
  return impossible === undefined ? undefined : `no packet of a lab meets ${impossible}`;
}
