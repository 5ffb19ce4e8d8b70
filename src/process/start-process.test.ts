import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { runCommand } from './run-command.ts';
import { startProcess } from './start-process.ts';

const sh = (script: string): string[] => ['sh', '-c', script];
const isAlive = async (pid: number): Promise<boolean> => (await runCommand(sh(`kill -0 ${pid}`))).exitCode === 0;

function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'knocklab-test-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  return directory;
}

test('talks to a running program', async () => {
  await using cat = await startProcess(['cat']);
  cat.stdin.write('hello\n');
  const [chunk] = await once(cat.stdout, 'data');
  expect(String(chunk)).toBe('hello\n');
  cat.stdin.end();
  expect(await cat.ended).toMatchObject({ exitCode: 0, stdout: 'hello\n', command: 'cat' });
});

test('keeps output for a late reader', async () => {
  await using echo = await startProcess(['echo', 'early']);
  await echo.ended;
  expect(await text(echo.stdout)).toBe('early\n');
});

test('is not held up by output that nobody reads', async () => {
  await using noisy = await startProcess(sh('head -c 1000000 /dev/zero; echo last'));
  const result = await noisy.ended;
  expect(result.exitCode).toBe(0);
  expect(result.stdout.endsWith('last\n')).toBe(true);
});

test('ends with its scope', async () => {
  let pid: number;
  {
    await using sleep = await startProcess(['sleep', '7491']);
    pid = sleep.pid;
    expect(await isAlive(pid)).toBe(true);
  }
  expect(await isAlive(pid)).toBe(false);
});

test('takes the signal it is asked to send', async () => {
  await using shell = await startProcess(sh('trap "exit 7" INT; echo ready; while :; do sleep 0.01; done'));
  await once(shell.stdout, 'data');
  shell.kill('SIGINT');
  expect(await shell.ended).toMatchObject({ exitCode: 7, signal: undefined });
});

test('writes both outputs of a detached program to its log', async () => {
  const logFile = join(temporaryDirectory(), 'log');
  const program = await startProcess(sh('echo out; echo err >&2'), { detached: true, logFile });
  expect((await program.ended).exitCode).toBe(0);
  expect(readFileSync(logFile, 'utf8')).toBe('out\nerr\n');
});

test('lets a detached program outlive the one that started it', async () => {
  const script = `
    import { startProcess } from ${JSON.stringify(join(import.meta.dirname, 'start-process.ts'))};
    const { pid } = await startProcess(['sleep', '7492'], { detached: true });
    console.log(pid);`;
  const { stdout } = await runCommand([process.execPath, '--input-type=module', '-e', script]);
  const pid = Number(stdout);
  onTestFinished(() => void process.kill(pid));
  expect(await isAlive(pid)).toBe(true);
});

test('names a program that does not exist', async () => {
  await expect(startProcess(['no-such-program'])).rejects.toMatchObject({ code: 'tool/missing' });
});
