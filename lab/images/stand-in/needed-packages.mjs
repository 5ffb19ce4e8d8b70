// Prints the packages that a package of node_modules needs, itself included, one a line: node needed-packages.mjs PROJECT NAME
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [project = '', ...names] = process.argv.slice(2);
const found = new Set();
while (names.length > 0) {
  const name = names.pop();
  const file = join(project, 'node_modules', name, 'package.json');
  if (found.has(name) || !existsSync(file)) continue;
  found.add(name);
  names.push(...Object.keys(JSON.parse(readFileSync(file, 'utf8')).dependencies ?? {}));
}
process.stdout.write(`${[...found].join('\n')}\n`);
