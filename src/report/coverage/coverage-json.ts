import { type Coverage, type FileCoverage, menuOf, percentOf, type Totals } from './coverage.ts';
import type { RuleTally } from './rule-tally.ts';

/** Version of coverage.json. Fields are added, but never renamed or removed, without a new one. */
const version = 1;

/** coverage.json: the coverage of a run for machines. */
export function coverageJson({ files, totals }: Coverage): string {
  return `${JSON.stringify({ version, totals: withPercent(totals), files: files.map(fileJson) }, undefined, 1)}\n`;
}

const withPercent = (totals: Totals): unknown =>
  Object.fromEntries(Object.entries(totals).map(([kind, share]) => [kind, { ...share, percent: percentOf(share) }]));

function fileJson({ file, sha256, scenarios, totals, rules, chains, transitions }: FileCoverage): unknown {
  return {
    file,
    sha256,
    scenarios,
    totals: withPercent(totals),
    rules: rules.map(ruleJson),
    chains,
    transitions,
  };
}

function ruleJson({ rule, enabled, never, packets, reached, conditions, entered, refreshed }: RuleTally): unknown {
  const { line, number, chain, action, comment, text } = rule;
  const fills = action.startsWith('add-') ? { entered, refreshed } : {};
  const head = { line, menu: menuOf(rule), number, chain, action, comment, rule: text };
  return { ...head, ...(enabled ? {} : { disabled: true }), never, packets, reached, conditions, ...fills };
}
