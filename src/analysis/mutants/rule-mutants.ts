import type { Source } from '../../core/source.ts';
import type { Dialect } from '../../routeros/dialect.ts';
import { type FirewallRule, firewallRules } from './firewall-rules.ts';
import type { Mutator } from './mutators.ts';
import { propertyFaults } from './property-faults.ts';

/** A piece of the configuration's text, and what takes its place. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A configuration with one fault in it. */
export interface RuleMutant {
  readonly mutator: Mutator;
  readonly rule: FirewallRule;
  /** With which it has changed places. */
  readonly other?: FirewallRule;
  /** `/ip firewall filter 3 removed`; no two mutants of a configuration have the same. */
  readonly title: string;
  readonly edits: readonly Edit[];
  readonly text: string;
}

/** Each fault that knocklab knows of, in each rule. To disable a rule is to remove it: one mutant stands for both. */
export function ruleMutants(source: Source, dialect: Dialect = '7'): RuleMutant[] {
  const rules = firewallRules(source, dialect);
  const lists = listsOf(rules);
  const mutants = rules.flatMap((rule, index) => {
    if (rule.properties.get('disabled') === 'yes') return [enabled(rule, source.text)];
    const next = rules.slice(index + 1).find((other) => isNeighbour(rule, other));
    return [
      removed(rule, source.text),
      ...(next === undefined ? [] : [swapped(rule, next, source.text)]),
      ...propertyFaults(rule, lists).map(({ mutator, what, edits }) =>
        mutantOf({ mutator, rule, title: `${rule.menu} ${rule.number}: ${what}`, edits }, source.text),
      ),
    ];
  });
  return [...new Map(mutants.map((mutant) => [mutant.title, mutant])).values()];
}

function isNeighbour(rule: FirewallRule, { menu, chain, properties }: FirewallRule): boolean {
  return menu === rule.menu && chain === rule.chain && properties.get('disabled') !== 'yes';
}

/** Every list that the rules fill or ask for. */
function listsOf(rules: readonly FirewallRule[]): string[] {
  const names = rules.flatMap(({ properties }) =>
    ['address-list', 'src-address-list', 'dst-address-list'].map((name) => properties.get(name)?.replace(/^!/, '')),
  );
  return [...new Set(names.filter((name) => name !== undefined))];
}

function removed(rule: FirewallRule, text: string): RuleMutant {
  const edits = [{ start: rule.start, end: rule.end, text: '' }];
  return mutantOf({ mutator: 'remove', rule, title: `${rule.menu} ${rule.number} removed`, edits }, text);
}

function enabled(rule: FirewallRule, text: string): RuleMutant {
  const { start, end } = rule.places.get('disabled') ?? rule;
  const edits = [{ start, end, text: 'disabled=no' }];
  return mutantOf({ mutator: 'enable', rule, title: `${rule.menu} ${rule.number} enabled`, edits }, text);
}

function swapped(first: FirewallRule, second: FirewallRule, text: string): RuleMutant {
  const title = `${first.menu} ${first.number} and ${second.number} swapped`;
  const edits = [
    { start: first.start, end: first.end, text: second.text },
    { start: second.start, end: second.end, text: first.text },
  ];
  return { ...mutantOf({ mutator: 'reorder', rule: first, title, edits }, text), other: second };
}

function mutantOf(mutant: Omit<RuleMutant, 'text'>, text: string): RuleMutant {
  let changed = text;
  for (const edit of mutant.edits.toSorted((a, b) => b.start - a.start))
    changed = changed.slice(0, edit.start) + edit.text + changed.slice(edit.end);
  return { ...mutant, text: changed };
}
