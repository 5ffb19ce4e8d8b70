import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { type Guess, guessNetwork, writeScenario } from '../../analysis/init/make-project.ts';
import { exitCodes, KnocklabError } from '../../core/errors.ts';
import type { Source } from '../../core/source.ts';
import { parseText } from '../../routeros/parse-text.ts';
import { findRosVersion } from '../../scenario/ros-version.ts';
import { openTestbed } from '../../scenario/testbed.ts';
import type { InitCommandOptions } from '../commands/init.ts';
import { prepareTools } from '../prepare-tools.ts';
import { readSource } from '../stand-alone/read-source.ts';
import type { Terminal } from '../terminal.ts';
import { askExports } from './ask-exports.ts';
import { clearSecrets } from './clear-secrets.ts';
import { exampleExport } from './example-export.ts';
import { guessText } from './guess-text.ts';
import { commonFiles, type ProjectFile, routerFiles } from './project-files.ts';
import { writeNew } from './write-new.ts';

/** Makes a project of somebody's firewall; files that are there already stay as they are. */
export async function initCommand(folder: string, options: InitCommandOptions, terminal: Terminal): Promise<number> {
  const root = resolve(terminal.cwd, folder);
  const given = options.export.length > 0 || options.yes ? options.export : await askExports(terminal);
  const sources =
    given.length === 0 ? [exampleExport()] : await Promise.all(given.map((name) => readSource(name, terminal)));
  for (const source of sources) refuseBroken(source);
  await prepareTools(terminal);
  const files: ProjectFile[] = [];
  const names: string[] = [];
  for (const source of sources) {
    const guess = guessNetwork(source, rosOf(source), names);
    names.push(guess.name);
    files.push(...(await filesOf(guess, source, terminal)));
  }
  const { made, kept } = await writeNew(root, [...files, ...commonFiles(root)]);
  terminal.stdout.write(summary(relative(terminal.cwd, root), made, kept));
  return exitCodes.passed;
}

/** Before anything is asked or made: a file that RouterOS would not read to its end is shown with line and column. */
function refuseBroken(source: Source): void {
  const dialect = rosOf(source);
  const [fault, ...more] = parseText(source.text, { dialect, name: source.name }).errors;
  if (fault === undefined) return;
  throw new KnocklabError('input/configuration', `${source.name}:${fault.line}:${fault.column}: ${fault.text}`, {
    ...(more.length === 0 ? {} : { evidence: `and ${more.length} more; see knocklab parse ${source.name}` }),
    remedy: 'Correct the line: RouterOS stops an import at its first error.',
  });
}

const rosOf = (source: Source): '6.49' | '7' => findRosVersion(source.text) ?? '7';

async function filesOf(guess: Guess, source: Source, { stdout }: Terminal): Promise<ProjectFile[]> {
  stdout.write(`${source.name}\n${guessText(guess)}`);
  for (const note of [...guess.site.notes, ...clearSecrets(source)]) stdout.write(`  note: ${note}\n`);
  stdout.write('  trying it in a lab …\n');
  const { scenario, steps, notes } = await inPassing((root) => tried(guess, source, root));
  for (const note of notes) stdout.write(`  note: ${note}\n`);
  stdout.write(`  ${steps} steps in scenarios/${guess.name}.yaml\n\n`);
  return routerFiles(guess, source, scenario);
}

async function tried(guess: Guess, source: Source, root: string) {
  await writeNew(root, routerFiles(guess, source, ''));
  const { name, ros } = guess;
  return await writeScenario(guess, () =>
    openTestbed({
      topology: join(root, 'lab', 'topologies', `${name}.yaml`),
      root,
      configuration: source,
      ros,
      clock: 'virtual',
      fabric: 'netns',
      name: `init-${process.pid}`,
      keep: false,
    }),
  );
}

/** A folder for the time of the trial: when the configuration does not load, nothing is left half made. */
async function inPassing<Result>(use: (root: string) => Promise<Result>): Promise<Result> {
  const root = await mkdtemp(join(tmpdir(), 'knocklab-init-'));
  try {
    return await use(root);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

function summary(folder: string, made: readonly string[], kept: readonly string[]): string {
  const enter = folder === '' ? '' : `cd ${folder} && `;
  return [
    ...made.map((file) => `made  ${file}`),
    ...kept.map((file) => `kept  ${file} (it was there already)`),
    '',
    `Read the scenario, correct what you did not mean, then: ${enter}npx knocklab run`,
    '',
  ].join('\n');
}
