import { writeFileSync } from 'node:fs';
import { cpus, loadavg, release } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Outcome, skipped } from './figure.ts';
import { api } from './figures/api.ts';
import { attacks } from './figures/attacks.ts';
import { blocklist } from './figures/blocklist.ts';
import { coldStart } from './figures/cold-start.ts';
import { configurations } from './figures/configurations.ts';
import { entriesMemory } from './figures/entries-memory.ts';
import { knockToOpen } from './figures/knock-to-open.ts';
import { labUp } from './figures/lab-up.ts';
import { memory } from './figures/memory.ts';
import { mutants } from './figures/mutants.ts';
import { parseText } from './figures/parse.ts';
import { reportWritten } from './figures/report-written.ts';
import { rules } from './figures/rules.ts';
import { scheme3 } from './figures/scheme3.ts';
import { watch } from './figures/watch.ts';
import { KeptGroups } from './kept-groups.ts';
import { performancePage } from './performance-page.ts';
import { outcomeText } from './print-outcome.ts';
import { root } from './project.ts';

const figures: Readonly<Record<string, { rounds: number; take: (rounds: number) => Promise<Outcome[]> }>> = {
  'lab-up': { rounds: 10, take: labUp },
  'cold-start': { rounds: 10, take: coldStart },
  'knock-to-open': { rounds: 25, take: knockToOpen },
  scheme3: { rounds: 3, take: scheme3 },
  watch: { rounds: 9, take: watch },
  attacks: { rounds: 1, take: attacks },
  parse: { rounds: 10, take: parseText },
  memory: { rounds: 1, take: memory },
  api: { rounds: 5, take: api },
  blocklist: { rounds: 3, take: blocklist },
  'entries-memory': { rounds: 1, take: entriesMemory },
  rules: { rounds: 10, take: rules },
  report: { rounds: 10, take: reportWritten },
  configurations: { rounds: 1, take: configurations },
  mutants: { rounds: 1, take: mutants },
  elsewhere: { rounds: 1, take: elsewhere },
};

/** What takes more than this command may ask for: root, a Docker engine, a browser, a guest to boot, a night. */
async function elsewhere(): Promise<Outcome[]> {
  return [
    skipped('labs of containers beside docker compose', 'npm run bench:docker; needs root'),
    skipped('a CHR in QEMU', 'npm run bench:chr; needs QEMU and the stand-in guest'),
    skipped('the report of ten thousand events in a browser', 'node bench/report.ts; needs Chromium'),
    skipped('each rule of each hardened configuration', 'npm run lab:hardened; takes a quarter of an hour'),
  ];
}

const { values, positionals } = parseArgs({ allowPositionals: true, options: { rounds: { type: 'string' } } });
const unknown = positionals.find((name) => !(name in figures));
if (unknown !== undefined) {
  console.error(`There is no figure "${unknown}"; there are ${Object.keys(figures).join(', ')}.`);
  process.exit(2);
}
// As bin/knocklab.js does: without it the twin is compiled anew for each lab.
process.env.NODE_COMPILE_CACHE ??= join(root, 'node_modules/.cache/knocklab');

const wanted = Object.entries(figures).filter(([name]) => positionals.length === 0 || positionals.includes(name));
const machine = { cpus: cpus().length, kernel: release(), node: process.versions.node };
console.log(`${machine.cpus} CPUs, Linux ${machine.kernel}, Node ${machine.node}\n`);
const kept = new KeptGroups(join(root, 'reports/bench.json'), machine);
for (const [name, { rounds, take }] of wanted) {
  const before = loadavg()[0] ?? 0;
  const outcomes = await take(Number(values.rounds ?? rounds));
  for (const outcome of outcomes) console.log(outcomeText(outcome));
  const load = [before, loadavg()[0] ?? 0] as const;
  console.log(`(load ${load[0].toFixed(2)} before, ${load[1].toFixed(2)} after)\n`);
  // Each group as soon as it is there: a bench that is ended early has taken what it has taken.
  kept.put({ name, at: new Date().toISOString(), outcomes, load });
  writeFileSync(join(root, 'docs/performance.md'), performancePage(kept.groups, Object.keys(figures), machine));
}
console.log('reports/bench.json\ndocs/performance.md');
process.exit();
