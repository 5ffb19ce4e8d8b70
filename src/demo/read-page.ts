import { readFile } from 'node:fs/promises';
import { KnocklabError } from '../core/errors.ts';

const file = new URL('../../build/demo/index.html', import.meta.url);

/** The page as vite has made it of src/demo/page. */
export async function readPage(): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new KnocklabError('input/page-missing', 'The page has not been made.', {
      cause,
      remedy: 'Run "npm run prepare".',
    });
  }
}
