import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { composeText } from '../src/lab/fabrics/docker/compose.ts';
import { readTopology } from '../src/lab/topology/read-topology.ts';
import { resultsJsonSchema } from '../src/report/results-schema.ts';
import { attacksText } from './attacks-text.ts';
import { checkedText, checksText, practicesText } from './checks-text.ts';
import { conformanceText } from './conformance-text.ts';
import { keptMenusText, twinMenusText } from './twin-menus.ts';

// Parts of the documents are made from the program that they describe: what stands between `<!-- made: WHAT -->` and
// `<!-- end -->`. `npm run docs` writes them anew, and a test says when that was forgotten.

const root = join(import.meta.dirname, '..');

/** Documents with made parts. */
export const madeDocuments: readonly string[] = [
  'docs/attacks.md',
  'docs/check.md',
  'docs/cli.md',
  'docs/conformance.md',
  'docs/twin.md',
];

const part = /(<!-- made: (.+?) -->\n)[\s\S]*?(<!-- end -->)/g;

/** A document's text with its made parts as they have to be now. */
export async function remade(text: string): Promise<string> {
  const made = await Promise.all([...text.matchAll(part)].map(([, , what = '']) => make(what)));
  return text.replaceAll(part, (_, begin: string, _what, end: string) => `${begin}${made.shift()}\n${end}`);
}

/** `help run`: what `knocklab run --help` prints. `twin menus`, `kept menus`: the menus of the twin. `attacks`: the catalogue.
 * `conformance cases`: the router contract. `practices`, `checks`: what `knocklab check` looks for. `checked FILE CHECK…`: what it says. */
async function make(what: string): Promise<string> {
  const [kind, ...words] = what.split(' ');
  if (kind === 'help') return `\`\`\`\n${(await helpText(words)).trimEnd()}\n\`\`\``;
  if (what === 'twin menus') return twinMenusText();
  if (what === 'kept menus') return keptMenusText();
  if (what === 'attacks') return attacksText();
  if (what === 'practices') return practicesText();
  if (what === 'checks') return checksText();
  if (kind === 'checked') return checkedText(words[0] ?? '', words.slice(1));
  if (what === 'conformance cases') return conformanceText();
  throw new Error(`nobody can make "${what}"`);
}

/** What `knocklab WORDS --help` prints where no terminal says how wide it is. */
export async function helpText(words: readonly string[]): Promise<string> {
  const argv = [join(root, 'bin', 'knocklab.js'), ...words, '--help'];
  const { stdout } = await promisify(execFile)(process.execPath, argv, { env: { ...process.env, NO_COLOR: '1' } });
  return stdout;
}

/** docker-compose.lab.yml as it has to be now: the paper's network with its whole system. */
export async function composeFile(): Promise<string> {
  const topology = await readTopology(join(root, 'lab', 'topologies', 'paper.yaml'));
  return composeText(topology, { configuration: 'lab/router/husain/scheme3.rsc', ros: '6.49' });
}

if (import.meta.main) {
  writeFileSync(join(root, 'docker-compose.lab.yml'), await composeFile());
  writeFileSync(join(root, 'docs', 'results.schema.json'), resultsJsonSchema());
  for (const name of madeDocuments) {
    const file = join(root, name);
    writeFileSync(file, await remade(readFileSync(file, 'utf8')));
  }
}
