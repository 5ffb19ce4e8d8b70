import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import type { MutantResult } from '../src/analysis/mutate/cases.ts';
import { runMutations } from '../src/analysis/mutate/mutation-run.ts';
import { trialRun } from '../src/analysis/mutate/trial-run.ts';
import { findScenarioFiles, type ScenarioFile } from '../src/scenario/scenario-files.ts';
import { root } from './project.ts';

// Takes each rule out of each hardened configuration, and lets it change places with its neighbour, as
// `knocklab mutate --mutators remove,reorder` does: some scenario of that configuration has to notice, or the two have to
// be equal for a reason that can be proved. Whatever is neither is a survivor: a rule that nothing proves. Exit code 1 when
// there is one.
//
//   node bench/hardened.ts [SEED …] [--write]      # --write: docs/hardened-rules.md

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { write: { type: 'boolean' }, workers: { type: 'string' } },
});
const folder = join(root, 'lab', 'router');
const scratch = mkdtempSync(join(tmpdir(), 'knocklab-hardened-'));

interface Hardened {
  /** `akbar-mum/hardened.rsc` */
  readonly name: string;
  readonly scenarios: readonly ScenarioFile[];
}

/** Every configuration whose name says that it is hardened, with the scenarios that name it. */
async function findHardened(): Promise<Hardened[]> {
  const scenarios = await findScenarioFiles(root);
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /(^|\/)hardened[^/]*\.rsc$/.test(name))
    .filter((name) => positionals.length === 0 || positionals.some((seed) => name.startsWith(`${seed}/`)))
    .sort();
  return names.map((name) => ({
    name,
    scenarios: scenarios.filter(({ file }) => readFileSync(file, 'utf8').includes(name)),
  }));
}

async function judgeAll({ name, scenarios }: Hardened): Promise<readonly MutantResult[]> {
  const subjects = await runMutations({
    files: scenarios,
    only: relative(root, join(folder, name)),
    mutators: ['remove', 'reorder'],
    workers: Number(values.workers ?? 2),
    fresh: false,
    signal: new AbortController().signal,
    watch: {
      prepared: ({ id }, mutants) => console.log(`${name}  ${id}: ${mutants} faults to notice`),
      unsteady: ({ id }) => console.log(`${name}  ${id} does not pass twice in one lab`),
      decided: (result) => console.log(`${name}  ${result.mutant.title}: ${verdictText(result)}`),
    },
    run: trialRun(root, scratch, scenarios),
  });
  return subjects.flatMap(({ results }) => results);
}

function verdictText({ status, by, equivalent, reason }: MutantResult): string {
  if (equivalent !== undefined) return `the same firewall: ${equivalent}`;
  if (by !== undefined) return `noticed by ${by.scenario}: ${by.title}`;
  return [status.toUpperCase(), reason].filter(Boolean).join(': ');
}

type Result = readonly [Hardened, readonly MutantResult[]];

function section([{ name }, results]: Result): string {
  const rows = results.map((result) => {
    const { mutator, rule, title } = result.mutant;
    const comment = mutator === 'remove' ? (rule.properties.get('comment') ?? '') : '';
    return `| ${title} | ${comment} | ${verdictText(result)} |`;
  });
  return `## ${name}\n\n| fault | the rule's comment | what comes of it |\n| --- | --- | --- |\n${rows.join('\n')}\n`;
}

/** The page with these results; what it says of other configurations stays. */
function document(page: string, results: readonly Result[]): string {
  const [head = '', ...old] = page.split(/^(?=## )/m);
  const sections = new Map(old.map((text) => [text.slice(3, text.indexOf('\n')), `${text.trimEnd()}\n`]));
  for (const result of results) sections.set(result[0].name, section(result));
  const names = [...sections.keys()].toSorted();
  return `${head}${names.map((name) => sections.get(name)).join('\n')}`;
}

const results: Result[] = [];
for (const hardened of await findHardened()) {
  if (hardened.scenarios.length === 0) throw new Error(`no scenario names ${hardened.name}`);
  results.push([hardened, await judgeAll(hardened)]);
}
const tried = results.flatMap(([, own]) => own);
const left = tried.filter(({ status }) => status !== 'killed' && status !== 'equivalent');
console.log(`${tried.length} faults: ${tried.length - left.length} noticed or equal, ${left.length} survived`);
if (values.write === true) {
  const file = join(root, 'docs', 'hardened-rules.md');
  writeFileSync(file, document(readFileSync(file, 'utf8'), results));
  console.log(relative(process.cwd(), file));
}
rmSync(scratch, { recursive: true });
process.exitCode = left.length === 0 ? 0 : 1;
