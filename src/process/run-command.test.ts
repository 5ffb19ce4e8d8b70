import { expect, test } from 'vitest';
import { processesCalled } from '../../test/processes.ts';
import { formatCommand } from './command-line.ts';
import { expectSuccess, runCommand, runOrThrow } from './run-command.ts';

const sh = (script: string): string[] => ['sh', '-c', script];
const isAlive = (command: string): boolean => processesCalled(command).length > 0;

test.each([
  [['nmap', '-p', '22,80', '192.0.2.1'], 'nmap -p 22,80 192.0.2.1'],
  [['echo', "it's", 'a b', ''], "echo 'it'\\''s' 'a b' ''"],
  [['ip', 'addr', 'add', '2001:db8::1/64'], 'ip addr add 2001:db8::1/64'],
])('writes %j as a person would', (argv, command) => {
  expect(formatCommand(argv)).toBe(command);
});

test('gives exit code, output and command of a failure', async () => {
  const result = await runCommand(sh('echo out; echo err >&2; exit 3'));
  expect(result).toMatchObject({ exitCode: 3, stdout: 'out\n', stderr: 'err\n', timedOut: false });
  expect(result.command).toBe("sh -c 'echo out; echo err >&2; exit 3'");
});

test('finds programs that are not on the PATH of ordinary users', async () => {
  expect((await runCommand(['ip', '-V'])).exitCode).toBe(0);
});

test('passes binary input and large output unharmed', async () => {
  const input = Buffer.alloc(3_000_000, 'ж');
  const { stdout } = await runCommand(['cat'], { input });
  expect(stdout).toBe('ж'.repeat(1_500_000));
});

test('does not mind a program that ignores its input', async () => {
  expect((await runCommand(['true'], { input: Buffer.alloc(1_000_000) })).exitCode).toBe(0);
});

test('adds variables to the environment', async () => {
  const { stdout } = await runCommand(sh('echo $COLOUR $HOME'), { env: { COLOUR: 'red' } });
  expect(stdout).toBe(`red ${process.env.HOME}\n`);
});

test('ends a command and its children at the timeout', async () => {
  const result = await runCommand(sh('sleep 7391.1 & sleep 7391.2'), { timeoutMs: 100 });
  expect(result).toMatchObject({ timedOut: true, exitCode: undefined, signal: 'SIGTERM' });
  expect([isAlive('sleep 7391.1'), isAlive('sleep 7391.2')]).toEqual([false, false]);
});

test('forces a command that ignores the polite signal', async () => {
  const result = await runCommand(sh("trap '' TERM; echo on; while :; do sleep 7392.1; done"), { timeoutMs: 100 });
  expect(result).toMatchObject({ timedOut: true, signal: 'SIGKILL', stdout: 'on\n' });
});

test('ends a command when it is aborted', async () => {
  const controller = new AbortController();
  const running = runCommand(['sleep', '7393'], { signal: controller.signal });
  controller.abort();
  expect(await running).toMatchObject({ timedOut: false, signal: 'SIGTERM' });
});

test('does not run a command that is aborted already', async () => {
  expect(await runCommand(['sleep', '7394'], { signal: AbortSignal.abort() })).toMatchObject({ signal: 'SIGTERM' });
});

test('names a program that does not exist', async () => {
  await expect(runCommand(['no-such-program', 'x'])).rejects.toMatchObject({
    code: 'tool/missing',
    message: 'Can\'t start "no-such-program": there is no such program',
    result: { argv: ['no-such-program', 'x'], exitCode: undefined },
  });
});

test('rejects an argument that no program can get', async () => {
  await expect(runCommand(['echo', 'a\0b'])).rejects.toMatchObject({ code: 'tool/missing' });
});

test('tells why a command failed in one line, with its output as evidence', async () => {
  await expect(runOrThrow(sh('echo no route >&2; exit 2'))).rejects.toMatchObject({
    code: 'tool/failed',
    message: "Command failed with exit code 2: sh -c 'echo no route >&2; exit 2'",
    evidence: 'no route',
    result: { exitCode: 2 },
  });
  await expect(runOrThrow(['sleep', '7395'], { timeoutMs: 50 })).rejects.toMatchObject({ code: 'tool/timeout' });
});

test('passes a success on', async () => {
  expect(expectSuccess(await runCommand(['echo', 'fine'])).stdout).toBe('fine\n');
});
