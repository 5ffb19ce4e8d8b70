import { didYouMean } from '../../../core/did-you-mean.ts';
import type { Configuration } from '../configuration.ts';
import type { Check, Fault } from '../finding.ts';
import { allTables, type Family, type Firewall, isDrop, type Rule } from '../firewall.ts';
import { isMentioned } from '../mentions.ts';
import { isDynamicList } from '../outside.ts';

/** Lists that rules ask for and nothing fills. */
export const neverFilled: Check = {
  id: 'never-filled',
  level: 'warning',
  title: 'lists that rules ask for are filled',
  finds: 'an address list that no entry, rule, script or service fills; an interface list without a member',
  source: 'MikroTik’s manual, “Address-lists” and “Interface lists”: a list that is not there is an empty one',
  find: ({ configuration, firewall }) =>
    (['ip', 'ipv6'] as const).flatMap((family) => {
      const filled = filledLists(family, firewall, configuration);
      const rules = allTables.flatMap((table) => firewall.rules(family, table));
      return rules.flatMap((rule) => [
        ...emptyLists(rule, filled, configuration),
        ...emptyInterfaces(rule, configuration),
      ]);
    }),
};

function emptyLists(rule: Rule, filled: ReadonlySet<string>, configuration: Configuration): Fault[] {
  return ['src-address-list', 'dst-address-list'].flatMap((name) => {
    const value = rule.properties.get(name) ?? '';
    const list = value.replace('!', '');
    if (list === '' || filled.has(list) || isMentioned(configuration, list)) return [];
    return [faultOf(rule, `${name}=${value}`, `list ${list}`, didYouMean(list, filled))];
  });
}

function filledLists(family: Family, firewall: Firewall, configuration: Configuration): ReadonlySet<string> {
  const entries = configuration
    .items(`/${family} firewall address-list`)
    .filter(({ properties }) => properties.get('disabled') !== 'yes');
  const rules = allTables.flatMap((table) => firewall.rules(family, table));
  return new Set([
    ...entries.flatMap(({ properties }) => properties.get('list') ?? []),
    ...rules
      .filter(({ action }) => action.startsWith('add-'))
      .flatMap(({ properties }) => properties.get('address-list') ?? []),
  ]);
}

function emptyInterfaces(rule: Rule, configuration: Configuration): Fault[] {
  return ['in-interface-list', 'out-interface-list'].flatMap((name) => {
    const value = rule.properties.get(name) ?? '';
    const list = value.replace('!', '');
    // A part of a configuration speaks of lists that another part makes.
    const made = configuration.items('/interface list').find(({ properties }) => properties.get('name') === list);
    if (made === undefined || made.properties.has('include') || isDynamicList(configuration, list)) return [];
    const members = configuration
      .items('/interface list member')
      .some(({ properties }) => properties.get('list') === list && properties.get('disabled') !== 'yes');
    if (members || isMentioned(configuration, list)) return [];
    return [faultOf(rule, `${name}=${value}`, `interface list ${list}`, '')];
  });
}

function faultOf(rule: Rule, condition: string, list: string, hint: string): Fault {
  const isNot = condition.includes('=!');
  return {
    at: rule,
    problem: `asks for ${condition}, and nothing fills ${list}`,
    why: isNot
      ? `The condition holds for everybody: the rule ${isDrop(rule) ? 'spares nobody' : 'is for all'}.`
      : 'The rule never matches, as long as nobody writes entries by hand.',
    fix: `Fill the list, or take the condition out; where a script of another file fills ${list}, leave this check out (--except never-filled).${hint}`,
  };
}
