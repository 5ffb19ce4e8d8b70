import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { KnocklabError } from '../../core/errors.ts';
import type { Source } from '../../core/source.ts';
import { textOfBytes } from '../../routeros/byte-text.ts';
import type { Terminal } from '../terminal.ts';

/** Reads one `.rsc` file, byte for byte; `-` is the standard input. */
export async function readSource(file: string, { cwd, stdin }: Terminal): Promise<Source> {
  if (file === '-') return { name: '(standard input)', text: textOfBytes(await buffer(stdin)) };
  try {
    return { name: file, text: textOfBytes(await readFile(resolve(cwd, file))) };
  } catch (error) {
    throw new KnocklabError('input/file', `Cannot read "${file}": ${reason(error)}.`, {
      remedy: 'Give the path of a file with RouterOS commands, or - for the standard input.',
      cause: error,
    });
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'it may not be read',
};

function reason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return reasons[code] ?? (error instanceof Error ? error.message : String(error));
}
