import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import type { Subject } from '../../analysis/mutate/cases.ts';
import { type Explanations, readExplanations, staleExplanations } from '../../analysis/mutate/explanations.ts';
import { runMutations } from '../../analysis/mutate/mutation-run.ts';
import { schemaReport } from '../../analysis/mutate/schema-report.ts';
import { countStatuses, mutationScore } from '../../analysis/mutate/score.ts';
import { trialRun } from '../../analysis/mutate/trial-run.ts';
import { exitCodes, KnocklabError } from '../../core/errors.ts';
import { readConfiguration } from '../../scenario/configuration.ts';
import { projectRoot } from '../../scenario/project-root.ts';
import { findScenarioFiles, type ScenarioFile, selectScenarios } from '../../scenario/scenario-files.ts';
import type { MutateCommandOptions } from '../commands/mutate.ts';
import { prepareTools } from '../prepare-tools.ts';
import { listenForInterruption } from '../run/interruption.ts';
import type { Terminal } from '../terminal.ts';
import { countReported, type LastReport, readLastReport } from './last-report.ts';
import { mutationText, mutationWatch } from './mutation-text.ts';
import { survivorsPage } from './survivors-page.ts';

/** A configuration's mutants, and what is said of those that may survive. */
export interface ExplainedSubject extends Subject {
  readonly explanations: Explanations;
}

/** Breaks the rules of firewalls, runs their scenarios, leaves the reports and gives the exit code. */
export async function mutateCommand(
  what: readonly string[],
  options: MutateCommandOptions,
  terminal: Terminal,
): Promise<number> {
  const root = projectRoot(terminal.cwd);
  const { files, config, only } = await chosen(what, root);
  const last = options.again ? readLastReport(resolve(terminal.cwd, options.out), root) : undefined;
  if (last !== undefined && [...last.open.values()].every(({ size }) => size === 0)) {
    terminal.stdout.write('The last report leaves no mutant open.\n');
    return exitCodes.passed;
  }
  await prepareTools(terminal);
  using interruption = listenForInterruption();
  const startedAt = performance.now();
  const scratch = await mkdtemp(join(tmpdir(), 'knocklab-mutate-run-'));
  try {
    const subjects = await runMutations({
      files,
      only,
      mutators: options.mutators,
      wanted: last && ((name, { title }) => last.open.get(name)?.has(title) ?? false),
      workers: options.workers,
      fresh: options.fresh,
      signal: interruption.signal,
      watch: mutationWatch(terminal),
      run: { ...trialRun(root, scratch, files), ...(config && { config }), ...(options.ros && { ros: options.ros }) },
    });
    const code = await report(subjects, options, { terminal, root, last, durationMs: performance.now() - startedAt });
    return interruption.signal.aborted ? exitCodes.interrupted : code;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

interface Chosen {
  readonly files: readonly ScenarioFile[];
  /** Instead of the scenarios' own. */
  readonly config?: string;
  /** Scenarios with another configuration are left out. */
  readonly only?: string;
}

async function chosen(what: readonly string[], root: string): Promise<Chosen> {
  const configurations = what.filter((name) => name.endsWith('.rsc'));
  const filters = what.filter((name) => !name.endsWith('.rsc'));
  const known = await findScenarioFiles(root);
  const [name] = configurations;
  if (name === undefined) return { files: selectScenarios(known, filters) };
  if (configurations.length > 1)
    throw new KnocklabError('input/configuration', 'Only one configuration can be broken at a time.', {
      remedy: 'Give one .rsc file, or scenarios alone: each brings its own.',
    });
  const configuration = await readConfiguration(name, root);
  const config = resolve(root, configuration.name);
  if (filters.length > 0) return { files: selectScenarios(known, filters), config };
  const short = configuration.name.replace(/^lab\/router\//, '');
  const files = known.filter(({ file }) => readFileSync(file, 'utf8').includes(short));
  if (files.length > 0) return { files, only: configuration.name };
  throw new KnocklabError('input/unknown-scenario', `No scenario names ${short}.`, {
    remedy: `Name the scenarios that are to notice: knocklab mutate ${name} SCENARIO.`,
  });
}

interface Surroundings {
  readonly terminal: Terminal;
  readonly root: string;
  readonly durationMs: number;
  /** What it goes on from. */
  readonly last: LastReport | undefined;
}

async function report(
  subjects: readonly Subject[],
  { out, threshold, mutators }: MutateCommandOptions,
  { terminal, root, durationMs, last }: Surroundings,
): Promise<number> {
  if (last === undefined && subjects.every(({ results }) => results.length === 0))
    throw new KnocklabError('input/no-mutants', 'There is no rule that could be broken.', {
      remedy: 'Rules are the "add" lines of /ip firewall and /ipv6 firewall: filter, nat, mangle and raw.',
    });
  const isPart = last !== undefined || mutators !== undefined;
  const closed = new Map(subjects.map(({ source }) => [source.name, last?.closed.get(source.name) ?? []] as const));
  const explained = subjects.map((subject) => ({ ...subject, explanations: explanationsOf(subject, root, isPart) }));
  const folder = resolve(terminal.cwd, out);
  await mkdir(folder, { recursive: true });
  await writeFile(
    join(folder, 'mutation.json'),
    JSON.stringify(schemaReport(explained, root, threshold, closed), undefined, 1),
  );
  await writeFile(join(folder, 'index.html'), survivorsPage(explained));
  const before = last && countReported([...closed.values()].flat());
  const shown = relative(terminal.cwd, join(folder, 'index.html'));
  terminal.stdout.write(
    mutationText(explained, { durationMs, report: shown.startsWith('..') ? folder : shown, before }),
  );
  const score = mutationScore(
    countStatuses(
      subjects.flatMap(({ results }) => results),
      before,
    ),
  );
  const isStale = explained.some(({ explanations, results }) => staleExplanations(explanations, results).length > 0);
  return (threshold !== undefined && score !== undefined && score < threshold) || isStale
    ? exitCodes.failed
    : exitCodes.passed;
}

/** Beside `gw.rsc` lies `gw.survivors.yaml`. Where only a part was run, it says nothing of the others. */
function explanationsOf({ source, results }: Subject, root: string, isPart: boolean): Explanations {
  const name = source.name.replace(/\.rsc$/, '.survivors.yaml');
  const file = resolve(root, name);
  if (!existsSync(file)) return new Map();
  const all = readExplanations({ name, text: readFileSync(file, 'utf8') });
  const titles = new Set(results.map(({ mutant }) => mutant.title));
  return isPart ? new Map([...all].filter(([title]) => titles.has(title))) : all;
}
