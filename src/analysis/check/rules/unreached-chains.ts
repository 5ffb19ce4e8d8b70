import { didYouMean, nearestNames } from '../../../core/did-you-mean.ts';
import type { Configuration } from '../configuration.ts';
import type { Check, Fault } from '../finding.ts';
import { allTables, builtIn, type Family, type Firewall, type Rule, type Table } from '../firewall.ts';
import { isMentioned } from '../mentions.ts';

/** Chains that nobody jumps to, and jumps that lead nowhere. */
export const unreachedChains: Check = {
  id: 'unreached-chain',
  level: 'warning',
  title: 'every chain is jumped to, and every jump leads somewhere',
  finds: 'a chain of one’s own that no rule in force leads to; a jump to a chain without rules',
  source: 'MikroTik’s manual, “Filter”: a packet comes to other chains by `jump` only, and back at their end',
  find: ({ configuration, firewall }) =>
    (['ip', 'ipv6'] as const).flatMap((family) =>
      allTables.flatMap((table) => [
        ...unreached(family, table, firewall, configuration),
        ...idleJumps(family, table, firewall, configuration),
      ]),
    ),
};

/** The router makes jumps to them itself, for hotspots and for PPP. */
const made = /^(?:pre-)?hs-|^hotspot|^unused-hs-|^ppp$/;

function unreached(family: Family, table: Table, firewall: Firewall, configuration: Configuration): Fault[] {
  const rules = firewall.rules(family, table);
  const reached = new Set([
    ...builtIn[table],
    ...builtIn[table].flatMap((chain) => firewall.steps(family, table, chain).map((step) => step.chain)),
  ]);
  const lost = Map.groupBy(
    rules.filter(({ chain }) => chain !== '' && !reached.has(chain) && !made.test(chain)),
    ({ chain }) => chain,
  );
  return [...lost].flatMap(([chain, [first, ...more]]) => {
    if (first === undefined || isMentioned(configuration, chain)) return [];
    const [near] = nearestNames(chain, builtIn[table]);
    const isMisspelt = near !== undefined && near.toLowerCase() === chain.toLowerCase();
    return [
      {
        at: first,
        ...(isMisspelt ? { level: 'error' as const } : {}),
        problem: `no packet comes to chain ${chain}: ${how(chain, rules, configuration, first)}`,
        why: `${more.length === 0 ? 'The rule does' : `Its ${more.length + 1} rules do`} nothing.`,
        fix: isMisspelt
          ? `Write chain=${near}.`
          : `Add a jump (action=jump jump-target=${quoted(chain)}), or remove the chain.`,
      },
    ];
  });
}

function how(chain: string, rules: readonly Rule[], configuration: Configuration, { menu }: Rule): string {
  if (rules.some((rule) => isJumpTo(rule, chain))) return 'the chains that jump there are not reached themselves';
  const all = configuration.items(menu);
  return all.some(({ properties }) => properties.get('jump-target') === chain && properties.get('action') === 'jump')
    ? 'the jumps there are disabled'
    : 'no rule jumps there';
}

const isJumpTo = ({ action, properties }: Rule, chain: string): boolean =>
  action === 'jump' && properties.get('jump-target') === chain;

function idleJumps(family: Family, table: Table, firewall: Firewall, configuration: Configuration): Fault[] {
  const rules = firewall.rules(family, table);
  const chains = new Set(rules.map(({ chain }) => chain));
  return rules.flatMap((rule): Fault[] => {
    const target = rule.properties.get('jump-target') ?? '';
    if (rule.action !== 'jump' || chains.has(target) || made.test(target) || isMentioned(configuration, target))
      return [];
    const like = didYouMean(target, chains);
    const had = configuration.items(rule.menu).some(({ properties }) => properties.get('chain') === target);
    return [
      {
        at: rule,
        problem: `jumps to chain ${target}, ${had ? 'all of whose rules are disabled' : 'which has no rules'}`,
        why: 'Packets come back as they went: nothing is done to them.',
        fix: `Give the chain rules, or remove the jump.${like}`,
        ...(like === '' && !had ? { edit: { name: 'disabled', value: 'yes' } } : {}),
      },
    ];
  });
}

const quoted = (name: string): string => (/^[\w-]+$/.test(name) ? name : `"${name}"`);
