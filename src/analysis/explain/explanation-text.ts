import { ruleText } from '../../router/rule-text.ts';
import type { Row } from '../../routeros/api/sentence.ts';
import type { Explanation } from './explain-packet.ts';
import { type PacketFacts, unmetMatcher } from './unmet.ts';
import type { Fate, MetRule, WalkedChain } from './walk.ts';

/** Where a rule of a menu (`/ip firewall filter`) is written: `scheme3.rsc:38`; undefined: nobody knows. */
export type RulePlace = (menu: string, number: number) => string | undefined;

/** The explanation as a person reads it, a line for each rule that stood in the way. */
export function explanationText({ facts, walk }: Explanation, placeOf: RulePlace): string {
  const chains = walk.chains.flatMap((chain) => [...chainLines(chain, facts), '']);
  const noRules = walk.chains.length === 0 ? ['No rule stands in its way.', ''] : [];
  return [packetText(facts), '', ...chains, ...noRules, ...fateLines(walk, facts, placeOf)].join('\n');
}

function packetText({ source, destination, protocol, port, state, inInterface }: PacketFacts): string {
  const what = port === undefined ? protocol : `${port}/${protocol}`;
  const by = inInterface === undefined ? '' : ` in by ${inInterface}`;
  return `${source} → ${destination} ${what}, connection-state=${state}${by}`;
}

function chainLines({ table, chain, rules }: WalkedChain, facts: PacketFacts): string[] {
  const lines = rules.map((met) => {
    const indent = '  '.repeat(met.depth);
    const sign = met.matched ? '→' : '·';
    return `${String(met.number).padStart(5)} ${sign} ${indent}${shortText(met.row)}${met.matched ? '' : whyNot(met, facts)}`;
  });
  return [`/${facts.family} firewall ${table}, chain ${chain}`, ...lines];
}

/** What it does, for whom, and its comment as the console prints it. How it logs does not decide anything. */
function shortText(row: Row): string {
  const left = new Set(['action', 'chain', 'comment', 'log', 'log-prefix']);
  const matchers = Object.fromEntries(Object.entries(row).filter(([name]) => !left.has(name)));
  const comment = row.comment === undefined ? '' : ` ;;; ${row.comment}`;
  return `${row.action ?? 'accept'} ${ruleText(matchers)}`.trimEnd() + comment;
}

function whyNot({ row }: MetRule, facts: PacketFacts): string {
  const matcher = unmetMatcher(row, facts);
  return matcher === undefined ? '  (not matched)' : `  (not ${matcher})`;
}

const fates: Readonly<Record<Fate, string>> = {
  dropped: 'Dropped',
  rejected: 'Rejected',
  delivered: 'Let in, to the router itself',
  forwarded: 'Forwarded',
  lost: 'No rule stops it, but it goes nowhere: the router has no way there, or nobody at its end',
};

function fateLines({ fate, decider }: Explanation['walk'], { family }: PacketFacts, placeOf: RulePlace): string[] {
  if (decider === undefined)
    return [fate === 'lost' ? `${fates.lost}.` : `${fates[fate]}: no rule decides, and the end of a chain accepts.`];
  const { table, number, row } = decider;
  const menu = `/${family} firewall ${table}`;
  const where = placeOf(menu, number);
  return [
    `${fates[fate]} by rule ${number} of ${menu}${where === undefined ? '' : ` (${where})`}:`,
    `  ${ruleText(row)}`,
  ];
}
