import { once } from 'node:events';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { runCommand } from '../src/process/run-command.ts';
import { startProcess } from '../src/process/start-process.ts';

const bin = join(import.meta.dirname, '..', 'bin', 'knocklab.js');

/** bin/knocklab.js in a package of its own, whose command line says which Node it is run by. */
function installation(files: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'knocklab-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'bin'));
  cpSync(bin, join(folder, 'bin', 'knocklab.js'));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  for (const [name, text] of Object.entries({ 'src/cli/start.ts': "console.log('started');", ...files })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

const installed = {
  'node_modules/commander/package.json': '{"name":"commander","exports":"./index.js"}',
  'node_modules/commander/index.js': '',
};

/** Makes the Node that runs the tests look like version 20, to itself and not to a Node that it starts. */
const pretendOld = "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2' } });";

function argv(folder: string, { old = false } = {}): string[] {
  const before = old ? ['--import', `data:text/javascript,${encodeURIComponent(pretendOld)}`] : [];
  return [process.execPath, ...before, join(folder, 'bin', 'knocklab.js')];
}

function addNode(folder: string, script: string): void {
  const file = join(folder, 'node_modules/.bin/node');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, script);
  chmodSync(file, 0o755);
}

test('starts the command line', async () => {
  expect(await runCommand(argv(installation(installed)))).toMatchObject({ exitCode: 0, stdout: 'started\n' });
});

test('asks for npm ci where packages are missing', async () => {
  const folder = installation();
  const { exitCode, stdout, stderr } = await runCommand(argv(folder));
  expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' });
  expect(stderr).toBe(`The packages that knocklab needs are not installed.\nRun "npm ci" in ${folder} first.\n`);
});

test('runs itself under the Node it came with, with its arguments and exit code', async () => {
  const folder = installation(installed);
  addNode(folder, '#!/bin/sh\necho "$@"; exit 4\n');
  const result = await runCommand([...argv(folder, { old: true }), 'run', 'a b']);
  expect(result).toMatchObject({ exitCode: 4, stdout: `${folder}/bin/knocklab.js run a b\n` });
});

test('finds the Node above, where it is a package of another project', async () => {
  const project = installation();
  const folder = join(project, 'node_modules', 'knocklab');
  cpSync(installation(installed), folder, { recursive: true });
  addNode(project, '#!/bin/sh\necho above\n');
  expect((await runCommand(argv(folder, { old: true }))).stdout).toBe('above\n');
});

test('passes a signal on and ends by it', async () => {
  const folder = installation(installed);
  addNode(
    folder,
    '#!/bin/sh\ntrap "echo ended; trap - TERM; kill -TERM $$" TERM\necho ready\nwhile :; do sleep 0.01; done\n',
  );
  const running = await startProcess(argv(folder, { old: true }));
  await once(running.stdout, 'data');
  process.kill(running.pid, 'SIGTERM');
  expect(await running.ended).toMatchObject({ signal: 'SIGTERM', stdout: 'ready\nended\n' });
});

test('says which Node it needs when there is no other', async () => {
  const result = await runCommand(argv(installation(installed), { old: true }));
  expect(result).toMatchObject({
    exitCode: 3,
    stderr: expect.stringContaining('knocklab needs Node 24; this is 20.20.2.'),
  });
});

test('works as a link on the PATH', async () => {
  const folder = installation(installed);
  symlinkSync(join(folder, 'bin', 'knocklab.js'), join(folder, 'knocklab'));
  expect((await runCommand([process.execPath, join(folder, 'knocklab')])).stdout).toBe('started\n');
});
