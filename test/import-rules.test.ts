import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { importFaults } from './import-rules.ts';

const root = join(import.meta.dirname, '..');

test('the sources keep the import rules', () => {
  const files = globSync('src/**/*.{ts,tsx}', { cwd: root });
  expect(files).toContain('src/cli/start.ts');
  expect(files).toContain('src/page/main.tsx');
  const sources = new Map(files.map((file) => [file, readFileSync(join(root, file), 'utf8')]));
  expect(importFaults(sources)).toEqual([]);
});

/** A small tree that keeps every rule; each case breaks one. */
const tree: Readonly<Record<string, string>> = {
  'src/core/errors.ts': 'export const a = 1;',
  'src/process/command.ts':
    "import { spawn } from 'node:child_process';\nimport { a } from '../core/errors.ts';\nexport const run = spawn(a);",
  'src/lab/host.ts': "import type { run } from '../process/command.ts';\nexport type Host = typeof run;",
  'src/lab/start.ts': 'export const start = 1;',
  'src/probes/ping.ts': "import type { Host } from '../lab/host.ts';\nexport const ping = (host: Host) => host;",
  'src/probes/probe-lab.ts': "import { start } from '../lab/start.ts';\nexport const probeLab = start;",
  'src/probes/ping.test.ts':
    "import { test } from 'vitest';\nimport { tree } from '../../test/processes.ts';\nimport { ping } from './ping.ts';\nimport { probeLab } from './probe-lab.ts';\ntest(tree, () => ping(probeLab));",
  'src/routeros/value.ts': 'export const b = 2;',
  'src/routeros/parser.test.ts': "import { readFileSync } from 'node:fs';\nreadFileSync('x');",
  'src/twin/main.ts': "import { b } from '../routeros/value.ts';\nawait import('./twin.ts');\nconsole.log(b);",
  'src/twin/twin.ts': "import type { menu } from './menu.ts';\nexport const twin = (given: typeof menu) => given;",
  'src/twin/menu.ts': "import { twin } from './twin.ts';\nexport const menu = twin;",
  'src/cli/main.ts':
    "import { ping } from '../probes/ping.ts';\nconst lazy = () => import('../lab/start.ts');\nexport { a } from '../core/errors.ts';\nlazy(ping);",
};

const faultsWith = (changes: Readonly<Record<string, string>>): string[] =>
  importFaults(new Map(Object.entries({ ...tree, ...changes })));

test('a tree that keeps the rules has no fault', () => {
  expect(faultsWith({})).toEqual([]);
});

test.each([
  [
    'a folder above',
    { 'src/core/errors.ts': "import { run } from '../process/command.ts';\nexport const a = run;" },
    'src/core/errors.ts:1 imports src/process/command.ts: src/core may import no other folder.',
  ],
  [
    'values where only types are allowed',
    { 'src/probes/ping.ts': "\nimport { start } from '../lab/start.ts';\nexport const ping = start;" },
    'src/probes/ping.ts:2 imports src/lab/start.ts: src/probes may import core, process, types of lab, types of trace.',
  ],
  [
    'a folder above, when it is called',
    { 'src/routeros/value.ts': "export const b = () => import('../process/command.ts');" },
    'src/routeros/value.ts:1 imports src/process/command.ts: src/routeros may import core.',
  ],
  [
    'a folder above, as the type of something',
    { 'src/trace/events.ts': "export type E = import('../lab/host.ts').Host;" },
    'src/trace/events.ts:1 imports src/lab/host.ts: src/trace may import core.',
  ],
  [
    'the twin, even as a type',
    { 'src/cli/main.ts': "import type { twin } from '../twin/twin.ts';\nexport const main = (t: typeof twin) => t;" },
    'src/cli/main.ts:1 imports src/twin/twin.ts: nobody imports the twin; it is started as a program.',
  ],
  [
    'each other',
    { 'src/twin/twin.ts': "import { menu } from './menu.ts';\nexport const twin = menu;" },
    'src/twin/twin.ts → src/twin/menu.ts → src/twin/twin.ts: an import cycle. Move what both need into a file of its own.',
  ],
  [
    'a file without its ending',
    { 'src/lab/start.ts': "import { run } from '../process/command';\nexport const start = run;" },
    'src/lab/start.ts:1 imports "../process/command": write the file\'s name to the end, with .ts.',
  ],
  [
    'a file that is not there',
    { 'src/lab/start.ts': "import { run } from '../process/comand.ts';\nexport const start = run;" },
    'src/lab/start.ts:1 imports src/process/comand.ts: there is no such file.',
  ],
  [
    "Node's own without node:",
    { 'src/process/command.ts': "import { spawn } from 'child_process';\nexport const run = spawn;" },
    'src/process/command.ts:1 imports "child_process": write "node:child_process".',
  ],
  [
    'input and output where there is none',
    { 'src/routeros/value.ts': "import { readFileSync } from 'node:fs';\nexport const b = readFileSync;" },
    'src/routeros/value.ts:1 imports "node:fs": src/routeros does no input and no output.',
  ],
  [
    'what belongs to tests',
    { 'src/cli/main.ts': "import '../probes/ping.test.ts';\nexport const main = 1;" },
    'src/cli/main.ts:1 imports src/probes/ping.test.ts: only tests import tests.',
  ],
  [
    'something outside src/',
    { 'src/lab/start.ts': "import { tree } from '../../test/processes.ts';\nexport const start = tree;" },
    'src/lab/start.ts:1 imports test/processes.ts: src/ imports nothing outside of itself.',
  ],
  [
    'another folder from one that is not in the table',
    { 'src/unheard/check.ts': "import { b } from '../routeros/value.ts';\nexport const check = b;" },
    'src/unheard/check.ts: src/unheard has no line in the table of test/import-rules.ts.',
  ],
])('an import of %s is a fault', (_, change, fault) => {
  expect(faultsWith(change)).toContain(fault);
});

test.each([
  ["export * from './host.ts';", 'only hands on what other files define. Import the file that defines the name.'],
  [
    "export { start } from './start.ts';\nexport type { Host } from './host.ts';",
    'only hands on what other files define. Import the file that defines the name.',
  ],
  [
    "import { start } from './start.ts';\nexport { start };",
    'only hands on what other files define. Import the file that defines the name.',
  ],
])('a barrel is a fault: %s', (text, fault) => {
  expect(faultsWith({ 'src/lab/everything.ts': text })).toEqual([`src/lab/everything.ts: ${fault}`]);
});

test('an index file is a fault', () => {
  expect(faultsWith({ 'src/lab/index.ts': 'export const lab = 1;' })).toEqual([
    'src/lab/index.ts: no index files; name it for what it defines.',
  ]);
});
