import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { type RuleMutant, ruleMutants } from '../src/analysis/mutants/rule-mutants.ts';
import { findScenarioFiles, type ScenarioFile } from '../src/scenario/scenario-files.ts';
import { root } from './project.ts';

// Takes each rule out of each hardened configuration, and lets it change places with its neighbour: some scenario of that
// configuration has to notice, or the two have to be equal for a reason that can be read from the rules. Whatever is
// neither is a survivor: a rule that nothing proves. Exit code 1 when there is one.
//
//   node bench/hardened.ts [SEED …] [--write]      # --write: docs/hardened-rules.md

interface Verdict {
  readonly mutant: RuleMutant;
  /** The step that did not pass; undefined: all of them did. */
  readonly noticedBy?: string;
}

interface Hardened {
  /** `akbar-mum/hardened.rsc` */
  readonly name: string;
  readonly text: string;
  readonly scenarios: readonly string[];
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { write: { type: 'boolean' }, workers: { type: 'string' } },
});
const folder = join(root, 'lab', 'router');
const scratch = mkdtempSync(join(tmpdir(), 'knocklab-hardened-'));

/** Every configuration whose name says that it is hardened, with the scenarios that name it. */
async function findHardened(): Promise<Hardened[]> {
  const scenarios = await findScenarioFiles(root);
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /(^|\/)hardened[^/]*\.rsc$/.test(name))
    .filter((name) => positionals.length === 0 || positionals.some((seed) => name.startsWith(`${seed}/`)))
    .sort();
  return names.map((name) => ({
    name,
    text: readFileSync(join(folder, name), 'utf8'),
    scenarios: scenarios.filter((scenario) => isAbout(scenario, name)).map(({ id }) => id),
  }));
}

function isAbout({ file }: ScenarioFile, name: string): boolean {
  return readFileSync(file, 'utf8').includes(name);
}

/** Runs the scenarios of a configuration on a mutant of it, until the first step that does not pass. */
async function judge(hardened: Hardened, mutant: RuleMutant, number: number): Promise<Verdict> {
  if (mutant.equivalent !== undefined) return { mutant };
  const config = join(scratch, `${hardened.name.replaceAll('/', '-')}-${number}.rsc`);
  const out = join(scratch, `run-${hardened.name.replaceAll('/', '-')}-${number}`);
  writeFileSync(config, mutant.text);
  const argv = ['run', ...hardened.scenarios, '--config', config, '--bail', '--reporter', 'none', '--out', out];
  const code = await knocklab(argv);
  return code === 0 ? { mutant } : { mutant, noticedBy: firstTrouble(out) };
}

function knocklab(argv: readonly string[]): Promise<number> {
  const program = join(root, 'bin', 'knocklab.js');
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...argv], { cwd: root }, (error) => resolve(Number(error?.code ?? 0)));
  });
}

interface Results {
  readonly scenarios: readonly {
    readonly id: string;
    readonly error?: { readonly message: string };
    readonly steps: readonly { readonly title: string; readonly status: string }[];
  }[];
}

function firstTrouble(out: string): string {
  const results = JSON.parse(readFileSync(join(out, 'latest', 'results.json'), 'utf8')) as Results;
  for (const { id, steps, error } of results.scenarios) {
    const step = steps.find(({ status }) => status !== 'passed' && status !== 'skipped');
    if (step !== undefined) return `${id}: ${step.title}`;
    if (error !== undefined) return `${id}: ${error.message}`;
  }
  return 'the run itself';
}

/** A few at a time: each is a lab of its own. */
async function judgeAll(hardened: Hardened, workers: number): Promise<Verdict[]> {
  const mutants = ruleMutants({ name: hardened.name, text: hardened.text }, dialectOf(hardened));
  const verdicts: Verdict[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let number = next++; number < mutants.length; number = next++) {
      const mutant = mutants[number];
      if (mutant === undefined) return;
      const verdict = await judge(hardened, mutant, number);
      verdicts[number] = verdict;
      console.log(`${hardened.name}  ${mutant.title}: ${verdictText(verdict)}`);
    }
  };
  await Promise.all(Array.from({ length: workers }, work));
  return verdicts;
}

function dialectOf({ text }: Hardened): '6.49' | '7' {
  return /by RouterOS 6/.test(text) ? '6.49' : '7';
}

function verdictText({ mutant, noticedBy }: Verdict): string {
  if (mutant.equivalent !== undefined) return `the same firewall: ${mutant.equivalent}`;
  return noticedBy === undefined ? 'SURVIVED' : `noticed by ${noticedBy}`;
}

type Result = readonly [Hardened, readonly Verdict[]];

function section([{ name }, verdicts]: Result): string {
  const rows = verdicts.map((verdict) => {
    const { mutant } = verdict;
    const comment = mutant.rule.properties.get('comment') ?? '';
    return `| ${mutant.title} | ${mutant.kind === 'removed' ? comment : ''} | ${verdictText(verdict)} |`;
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

const hardened = await findHardened();
const results: [Hardened, Verdict[]][] = [];
for (const one of hardened) {
  if (one.scenarios.length === 0) throw new Error(`no scenario names ${one.name}`);
  if ((await knocklab(['run', ...one.scenarios, '--reporter', 'none', '--out', join(scratch, 'whole')])) !== 0)
    throw new Error(`${one.scenarios.join(', ')} does not pass with ${one.name} as it is`);
  results.push([one, await judgeAll(one, Number(values.workers ?? 2))]);
}
const survivors = results.flatMap(([, verdicts]) =>
  verdicts.filter(({ mutant, noticedBy }) => noticedBy === undefined && mutant.equivalent === undefined),
);
const tried = results.flatMap(([, verdicts]) => verdicts);
console.log(
  `${tried.length} faults: ${tried.length - survivors.length} noticed or equal, ${survivors.length} survived`,
);
if (values.write === true) {
  const file = join(root, 'docs', 'hardened-rules.md');
  writeFileSync(file, document(readFileSync(file, 'utf8'), results));
  console.log(relative(process.cwd(), file));
}
rmSync(scratch, { recursive: true });
process.exitCode = survivors.length === 0 ? 0 : 1;
