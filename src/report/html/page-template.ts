import { existsSync, globSync, statSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { KnocklabError } from '../../core/errors.ts';

const project = join(import.meta.dirname, '..', '..', '..');
const source = join(project, 'src', 'page');
const built = join(project, 'build', 'report', 'index.html');

/**
 * The page that a run is put into, script and style inside. `npm ci` builds it; where its scripts were switched off, or
 * the page's sources are newer, it is built now.
 */
export async function pageTemplate(): Promise<string> {
  if (!isFresh()) return await build();
  return await readFile(built, 'utf8');
}

function isFresh(): boolean {
  if (!existsSync(built)) return false;
  const builtAt = statSync(built).mtimeMs;
  const files = globSync('**/*.{ts,tsx,css,html}', { cwd: source });
  return files.every((file) => statSync(join(source, file)).mtimeMs <= builtAt);
}

async function build(): Promise<string> {
  const text = await bundle();
  // Where the project cannot be written to, the next report builds it again.
  await keep(text).catch(() => undefined);
  return text;
}

async function bundle(): Promise<string> {
  try {
    const { build: viteBuild } = await import('vite');
    const configFile = join(source, 'vite.config.ts');
    const result = await viteBuild({ root: source, configFile, logLevel: 'silent', build: { write: false } });
    const outputs = [result].flat().flatMap((one) => ('output' in one ? one.output : []));
    const page = outputs.find(({ fileName }) => fileName === 'index.html');
    if (page?.type !== 'asset') throw new Error('vite built no index.html');
    return typeof page.source === 'string' ? page.source : Buffer.from(page.source).toString('utf8');
  } catch (cause) {
    throw new KnocklabError('report/no-page', 'The page of the HTML report could not be built.', {
      remedy: 'Run "npm ci" again; the other reports and the trace do not need it.',
      cause,
    });
  }
}

async function keep(text: string): Promise<void> {
  await mkdir(dirname(built), { recursive: true });
  const part = `${built}.${process.pid}.part`;
  await writeFile(part, text);
  await rename(part, built);
}
