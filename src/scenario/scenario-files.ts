import { existsSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { basename, join, relative, resolve, sep } from 'node:path';
import { didYouMean } from '../core/did-you-mean.ts';
import { KnocklabError } from '../core/errors.ts';
import type { RunOptions } from './run-options.ts';

export interface ScenarioFile {
  /** `husain/scheme3` */
  readonly id: string;
  readonly file: string;
  /** Of a file with several scenarios, the ids of those that are asked for; absent: all. */
  readonly only?: readonly string[];
}

const suffix = /(?:\.scenario)?\.(?:ts|ya?ml)$/;

/** Every scenario below `scenarios/` of a project: `*.scenario.ts`, and every YAML file. */
export async function findScenarioFiles(root: string): Promise<ScenarioFile[]> {
  const folder = join(root, 'scenarios');
  const files: ScenarioFile[] = [];
  for await (const name of glob('**/*.{scenario.ts,yaml,yml}', { cwd: folder })) {
    files.push({ id: idOf(name), file: join(folder, name) });
  }
  return files.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** The scenarios that filters name: an id, a folder of ids, or a file. Without filters all of them. */
export function selectScenarios(known: readonly ScenarioFile[], filters: readonly string[]): ScenarioFile[] {
  if (known.length === 0 && filters.length === 0) {
    throw new KnocklabError('input/no-scenarios', 'There is no scenario below scenarios/.', {
      remedy: 'Write one, or name a file: `knocklab run FILE.yaml`.',
    });
  }
  if (filters.length === 0) return [...known];
  const byFile = Map.groupBy(
    filters.flatMap((filter) => selectOne(known, filter)),
    ({ file }) => file,
  );
  return [...byFile.values()].map(together);
}

/** What several filters ask of one file. */
function together(asked: readonly ScenarioFile[]): ScenarioFile {
  const [{ id, file } = { id: '', file: '' }] = asked;
  const only = asked.flatMap((one) => one.only ?? []);
  return asked.every((one) => one.only !== undefined) ? { id, file, only } : { id, file };
}

function selectOne(known: readonly ScenarioFile[], filter: string): ScenarioFile[] {
  const wanted = filter
    .replace(/^\.\//, '')
    .replace(/^scenarios\//, '')
    .replace(suffix, '')
    .replace(/\/$/, '');
  const found = known.filter(({ id }) => id === wanted || id.startsWith(`${wanted}/`));
  if (found.length > 0) return found;
  // One of several scenarios of a file, as reports name it.
  const around = known.filter(({ id }) => wanted.startsWith(`${id}/`)).map((one) => ({ ...one, only: [wanted] }));
  if (around.length > 0) return around;
  const file = resolve(filter);
  if (suffix.test(filter) && existsSync(file)) return [{ id: idOf(basename(file)), file }];
  throw unknownScenario(filter, known);
}

function unknownScenario(filter: string, known: readonly ScenarioFile[]): KnocklabError {
  const ids = known.map(({ id }) => id);
  const message = `There is no scenario "${filter}".${didYouMean(filter, ids)}`;
  return new KnocklabError('input/unknown-scenario', message, {
    evidence: ids.length === 0 ? 'There is none below scenarios/.' : `known: ${ids.join(', ')}`,
  });
}

function idOf(name: string): string {
  return name.split(sep).join('/').replace(suffix, '');
}

/** A file's only scenario has the file's id; of several, each has its title behind it. */
export function scenarioId(fileId: string, title: string, scenariosInFile: number): string {
  if (scenariosInFile < 2) return fileId;
  const words = title.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  return `${fileId}/${words.join('-')}`;
}

/** How a file is named in messages and in the trace. */
export function shortName(file: string, root: string): string {
  const name = relative(root, file);
  return name.startsWith('..') ? file : name;
}

/** What a run has to know of its files: their ids, and which of their scenarios are asked for. */
export function filesOfRun(files: readonly ScenarioFile[]): Pick<RunOptions, 'ids' | 'only'> {
  return {
    ids: Object.fromEntries(files.map(({ file, id }) => [file, id])),
    only: Object.fromEntries(files.flatMap(({ file, only }) => (only === undefined ? [] : [[file, only]]))),
  };
}
