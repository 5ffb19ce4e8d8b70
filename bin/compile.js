// Node runs our TypeScript as it is, but not below node_modules (ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING). For a project
// that installs knocklab, src/ is therefore turned into js/, file by file, by Node's own type stripping: every line and
// column stays where it is. `npm run pack` does it beforehand; otherwise the first start does it, once. docs/decisions/017.
import { cpSync, existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import module from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

// Tests are not shipped; the pages are built by vite and are no modules of ours.
const left = ['**/*.test.ts', '**/fixtures/**', 'page/**', 'demo/page/**'];

/** Makes js/ of src/. What another process has made meanwhile is as good. */
export function compile(folder) {
  const source = join(folder, 'src');
  const part = join(folder, `js.${process.pid}.part`);
  for (const name of globSync('**/*.{ts,txt}', { cwd: source, exclude: left })) {
    const target = join(part, name.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(target), { recursive: true });
    if (name.endsWith('.ts')) writeFileSync(target, scriptOf(readFileSync(join(source, name), 'utf8')));
    else cpSync(join(source, name), target);
  }
  rmSync(join(folder, 'js'), { recursive: true, force: true });
  try {
    renameSync(part, join(folder, 'js'));
  } catch (error) {
    rmSync(part, { recursive: true, force: true });
    if (!existsSync(join(folder, 'js', 'cli', 'start.js'))) throw error;
  }
}

/** Without types; relative names of modules end in .js, in imports as in URLs of programs that are started. */
function scriptOf(text) {
  return module.stripTypeScriptTypes(text).replace(/(['"])(\.{1,2}\/[^'"\n]+)\.ts\1/g, '$1$2.js$1');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) compile(dirname(import.meta.dirname));
