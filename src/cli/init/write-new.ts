import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { KnocklabError } from '../../core/errors.ts';
import type { ProjectFile } from './project-files.ts';

/** Writes files that are not there yet; not even at the same moment does it replace one (open with `wx`). */
export async function writeNew(
  root: string,
  files: readonly ProjectFile[],
): Promise<{ readonly made: readonly string[]; readonly kept: readonly string[] }> {
  const made: string[] = [];
  const kept: string[] = [];
  for (const { path, text } of files) ((await writeOne(join(root, path), text)) ? made : kept).push(path);
  return { made, kept };
}

async function writeOne(file: string, text: string): Promise<boolean> {
  try {
    await mkdir(dirname(file), { recursive: true });
    // A configuration is kept byte for byte: sources are read as Latin-1 characters that stand for bytes.
    await writeFile(file, text, { flag: 'wx', encoding: file.endsWith('.rsc') ? 'latin1' : 'utf8' });
    return true;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST') return false;
    throw new KnocklabError('input/init', `"${file}" cannot be written.`, {
      cause,
      evidence: cause instanceof Error ? cause.message : String(cause),
      remedy: 'Name a folder that may be written to.',
    });
  }
}
