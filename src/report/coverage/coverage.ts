import type { CoverageRow } from '../../trace/events.ts';
import type { ScenarioModel } from '../model/scenario.ts';
import { addTallies, type RuleTally, tallyOf } from './rule-tally.ts';
import { type Transition, transitionsOf } from './transitions.ts';

/** What can be demanded: rules that were hit, outcomes of matchers, chains that were entered, what happens on address lists. */
export const coverageKinds = ['rules', 'matchers', 'chains', 'lists'] as const;
export type CoverageKind = (typeof coverageKinds)[number];

export interface Share {
  readonly covered: number;
  readonly total: number;
}

export type Totals = Readonly<Record<CoverageKind, Share>>;

export interface ChainCoverage {
  /** `/ip firewall filter` */
  readonly menu: string;
  readonly chain: string;
  /** Of its first rule. */
  readonly line: number;
  /** Packets that came into it. */
  readonly packets: number;
}

/** What the scenarios of one configuration exercised of it. */
export interface FileCoverage {
  /** As the trace names it, relative to the project. */
  readonly file: string;
  readonly sha256: string;
  readonly scenarios: readonly string[];
  readonly rules: readonly RuleTally[];
  readonly chains: readonly ChainCoverage[];
  readonly transitions: readonly Transition[];
  readonly totals: Totals;
}

export interface Coverage {
  readonly files: readonly FileCoverage[];
  readonly totals: Totals;
}

/** What a run exercised, by configuration; undefined when nothing was measured. */
export function coverageOf(scenarios: readonly ScenarioModel[]): Coverage | undefined {
  const measured = scenarios.filter(({ events }) => events.some(({ type }) => type === 'coverage'));
  if (measured.length === 0) return undefined;
  const byFile = Map.groupBy(measured, ({ start }) => `${start?.configuration}\n${start?.sha256}`);
  const files = [...byFile.values()].map(fileCoverage).toSorted((a, b) => (a.file < b.file ? -1 : 1));
  return { files, totals: sumOf(files.map(({ totals }) => totals)) };
}

function fileCoverage(scenarios: readonly ScenarioModel[]): FileCoverage {
  const rules = new Map<string, RuleTally>();
  const expired = new Map<string, number>();
  for (const { events } of scenarios) {
    const tally = tallyOf(events);
    for (const rule of tally.rules) {
      const key = `${rule.rule.family} ${rule.rule.table} ${rule.rule.id}`;
      const known = rules.get(key);
      rules.set(key, known === undefined ? rule : addTallies(known, rule));
    }
    for (const [list, times] of tally.expired) expired.set(list, (expired.get(list) ?? 0) + times);
  }
  const all = [...rules.values()].toSorted((a, b) => lineOf(a) - lineOf(b) || a.rule.number - b.rule.number);
  const chains = chainsOf(all);
  const transitions = transitionsOf(all, expired);
  const { configuration: file = '', sha256 = '' } = scenarios[0]?.start ?? {};
  const totals = totalsOf(all, chains, transitions);
  return { file, sha256, scenarios: scenarios.map(({ id }) => id), rules: all, chains, transitions, totals };
}

export const lineOf = ({ rule }: RuleTally): number => rule.line ?? 0;

export const menuOf = ({ family, table }: Pick<CoverageRow, 'family' | 'table'>): string =>
  `/${family} firewall ${table}`;

/** Could a packet have matched it at all? Others are told of, and not counted. */
export const isCounted = ({ enabled, never }: RuleTally): boolean => enabled && never === undefined;

/** Chains that have rules which can be hit. Who reaches any rule of a chain has entered it. */
function chainsOf(rules: readonly RuleTally[]): ChainCoverage[] {
  const byChain = Map.groupBy(rules.filter(isCounted), ({ rule }) => `${menuOf(rule)}\n${rule.chain}`);
  return [...byChain].map(([key, own]) => {
    const [menu = '', chain = ''] = key.split('\n');
    return { menu, chain, line: Math.min(...own.map(lineOf)), packets: Math.max(...own.map(({ reached }) => reached)) };
  });
}

function totalsOf(
  all: readonly RuleTally[],
  chains: readonly ChainCoverage[],
  transitions: readonly Transition[],
): Totals {
  const rules = all.filter(isCounted);
  const outcomes = rules.flatMap(({ conditions }) => conditions.flatMap((one) => [one.matched, one.turnedAway]));
  return {
    rules: shareOf(rules.map(({ packets }) => packets)),
    matchers: shareOf(outcomes),
    chains: shareOf(chains.map(({ packets }) => packets)),
    lists: shareOf(transitions.map(({ times }) => times)),
  };
}

const shareOf = (times: readonly number[]): Share => ({
  covered: times.filter((one) => one > 0).length,
  total: times.length,
});

function sumOf(all: readonly Totals[]): Totals {
  const sum = (kind: CoverageKind): Share => ({
    covered: all.reduce((covered, totals) => covered + totals[kind].covered, 0),
    total: all.reduce((total, totals) => total + totals[kind].total, 0),
  });
  return { rules: sum('rules'), matchers: sum('matchers'), chains: sum('chains'), lists: sum('lists') };
}

/** Of nothing, everything is covered. Never rounded up to 100. */
export const percentOf = ({ covered, total }: Share): number =>
  total === 0 ? 100 : Math.floor((1000 * covered) / total) / 10;
