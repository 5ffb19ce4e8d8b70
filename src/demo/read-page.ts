import { existsSync, globSync, statSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { KnocklabError } from '../core/errors.ts';

const source = join(import.meta.dirname, 'page');
const built = join(import.meta.dirname, '..', '..', 'build', 'demo', 'index.html');

/**
 * The page, script and style inside. `npm ci` builds it, as it does the report's; where its scripts were switched off, or
 * the sources are newer, it is built now.
 */
export async function readPage(): Promise<string> {
  if (isFresh()) return await readFile(built, 'utf8');
  const text = await build();
  // Where the project cannot be written to, it is built again next time.
  await mkdir(dirname(built), { recursive: true })
    .then(async () => await writeFile(built, text))
    .catch(() => undefined);
  return text;
}

function isFresh(): boolean {
  if (!existsSync(built)) return false;
  const builtAt = statSync(built).mtimeMs;
  const folders = [source, join(source, '..', 'texts')];
  const files = folders.flatMap((cwd) => globSync('**/*.{ts,tsx,css,html}', { cwd }).map((name) => join(cwd, name)));
  return files.every((file) => statSync(file).mtimeMs <= builtAt);
}

async function build(): Promise<string> {
  try {
    const { build: viteBuild } = await import('vite');
    const configFile = join(source, 'vite.config.ts');
    const result = await viteBuild({ root: source, configFile, logLevel: 'silent', build: { write: false } });
    const outputs = [result].flat().flatMap((one) => ('output' in one ? one.output : []));
    const page = outputs.find(({ fileName }) => fileName === 'index.html');
    if (page?.type === 'asset') return String(page.source);
    throw new Error('vite built no index.html');
  } catch (cause) {
    throw new KnocklabError('input/page-missing', 'The live page cannot be built.', {
      cause,
      evidence: cause instanceof Error ? cause.message : String(cause),
      remedy: 'Run "npm ci".',
    });
  }
}
