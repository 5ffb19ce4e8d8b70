import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runOnTerminal } from '../src/process/run-on-terminal.ts';
import { findScenarioFiles } from '../src/scenario/scenario-files.ts';
import { knocklabCommand, root } from './project.ts';
import { type Report, scoresPage } from './scores-page.ts';

// Breaks the configurations of every publication and example in every way, under their own scenarios, and writes
// docs/mutation-scores.md: it takes an hour. Names: only those; --table: none, only the page from the reports of earlier runs.
//
//   npm run lab:mutants -- [husain examples …] [--table] [--workers 4]

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { table: { type: 'boolean' }, workers: { type: 'string' } },
});

/** They repeat for minutes what others do, or are about other systems than RouterOS. */
const left =
  /\/(?:resistance|indicators|figures|comparison|clients|fwknop|knockd|iptables|nftables|sdn|routeros-client|\w+-reach)$/;

const scenarios = Map.groupBy(
  (await findScenarioFiles(root)).map(({ id }) => id).filter((id) => !left.test(id)),
  (id) => id.split('/')[0] ?? id,
);
const folder = (name: string): string => join(root, 'reports', 'mutants', name);
const reportOf = (name: string): string => join(folder(name), 'mutation.json');

for (const [name, ids] of scenarios) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  // Those of the edges of the rules are made for this: they notice most, and soonest.
  const first = ids.toSorted((a, b) => Number(b.endsWith('edges')) - Number(a.endsWith('edges')));
  if (values.table !== true)
    await runOnTerminal(knocklabCommand('mutate', ...first, '--workers', values.workers ?? '4', '--out', folder(name)));
  writePage(name);
}

function writePage(name: string): void {
  if (!existsSync(reportOf(name))) return;
  const page = join(root, 'docs', 'mutation-scores.md');
  const report: Report = JSON.parse(readFileSync(reportOf(name), 'utf8'));
  writeFileSync(page, scoresPage([report], existsSync(page) ? readFileSync(page, 'utf8') : ''));
  console.log(`docs/mutation-scores.md: ${Object.keys(report.files).join(', ')}`);
}
