import { existsSync, readdirSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { didYouMean } from '../core/did-you-mean.ts';
import { KnocklabError } from '../core/errors.ts';
import type { Source } from '../core/source.ts';
import { projectFolders } from './project-root.ts';
import { shortName } from './scenario-files.ts';

/** Reads a router's configuration: a name below `lab/router/` of a project, or a path. */
export async function readConfiguration(nameOrPath: string, root: string): Promise<Source> {
  const folders = projectFolders(root, 'lab', 'router');
  const candidates = [nameOrPath, ...[root, ...folders].map((folder) => join(folder, nameOrPath))].map((file) =>
    resolve(file),
  );
  const file = candidates.find((candidate) => candidate.endsWith('.rsc') && existsSync(candidate));
  if (file === undefined) throw unknownConfiguration(nameOrPath, folders);
  const name = shortName(file, root);
  refuseHuge(name, statSync(file).size);
  return { name, text: await readFile(file, 'utf8') };
}

/** It travels to the router as one word of the API, and that has its limit. */
const largestBytes = 16_000_000;

function refuseHuge(name: string, bytes: number): void {
  if (bytes <= largestBytes) return;
  const megabytes = (size: number): string => `${Math.round(size / 1e6)} MB`;
  throw new KnocklabError(
    'input/configuration',
    `"${name}" has ${megabytes(bytes)}; a configuration has at most ${megabytes(largestBytes)}.`,
    {
      remedy: 'Split it, or see what fills it: an export of a router has a few hundred kB at most.',
    },
  );
}

function unknownConfiguration(name: string, folders: readonly string[]): KnocklabError {
  const names = [...new Set(folders.flatMap(configurationsIn))];
  return new KnocklabError('input/configuration', `There is no configuration "${name}".${didYouMean(name, names)}`, {
    ...(names.length === 0 ? {} : { evidence: `known below lab/router/: ${names.join(', ')}` }),
    remedy: 'Name a file below lab/router/, or give the path of an .rsc file.',
  });
}

function configurationsIn(folder: string): string[] {
  const files = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : [];
  return files.filter((file) => file.endsWith('.rsc')).toSorted();
}
