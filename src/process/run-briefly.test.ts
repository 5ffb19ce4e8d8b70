import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { runBriefly, runBrieflyOrThrow } from './run-briefly.ts';
import { runCommand } from './run-command.ts';

const sh = (script: string): string[] => ['sh', '-c', script];

test.each([
  [['true'], {}],
  [sh('echo out; echo err >&2; exit 3'), {}],
  [['busybox', 'echo', "it's", 'a  b', '', '$HOME `id`', '\\n', 'two\nlines'], {}],
  [['busybox', 'printf', 'no end of line'], {}],
  [['cat'], {}],
  [['cat'], { input: "one\n$HOME `id` \\ 'x'\n\tEOF\n" }],
  [['cat'], { input: 'without an end of line' }],
  [['cat'], { input: 'ж\n' }],
  [['busybox', 'echo', 'ж'], {}],
  [['cat'], { input: '\n' }],
  [['cat'], { input: '' }],
  [['cat'], { input: 'x'.repeat(20_000).concat('\n') }],
  [['cat'], { input: 'x\n'.repeat(100_000) }],
  [['true'], { input: 'x\n'.repeat(10_000) }],
  [sh('head -c 1000000 /dev/zero; head -c 1000000 /dev/zero >&2'), {}],
  [sh('printf "\\036"; printf "\\036 000\\036" >&2'), {}],
])('gives of %j what anybody else would', async (argv, options) => {
  const { durationMs: _, ...expected } = await runCommand(argv, options);
  expect(await runBriefly(argv, options)).toMatchObject(expected);
});

test('runs many side by side, each with its own output', async () => {
  const numbers = Array.from({ length: 20 }, (_, index) => String(index));
  const results = await Promise.all(numbers.map((number) => runBriefly(['cat'], { input: `${number}\n` })));
  expect(results.map(({ stdout }) => stdout.trim())).toEqual(numbers);
});

test('starts programs through one shell', async () => {
  const parent = async (): Promise<string> => (await runBriefly(sh('echo $PPID'))).stdout;
  expect(await parent()).toBe(await parent());
  expect(Number(await parent())).not.toBe(process.pid);
});

test('says so when its shell was killed, and goes on with another', async () => {
  const result = await runBriefly(sh('echo begun; kill -9 $PPID'));
  expect(result).toMatchObject({ exitCode: undefined, signal: 'SIGKILL' });
  expect(await runBriefly(['echo', 'again'])).toMatchObject({ exitCode: 0, stdout: 'again\n' });
});

test('names a program that does not exist, and why a command failed', async () => {
  await expect(runBriefly(['no-such-program'])).rejects.toMatchObject({ code: 'tool/missing' });
  await expect(runBrieflyOrThrow(sh('echo no route >&2; exit 2'))).rejects.toMatchObject({
    code: 'tool/failed',
    evidence: 'no route',
  });
});

test('keeps no process from ending, and outlives none', async () => {
  const file = fileURLToPath(new URL('./run-briefly.ts', import.meta.url));
  const script = `
    import { runBriefly } from ${JSON.stringify(file)};
    console.log((await runBriefly(['sh', '-c', 'echo $PPID'])).stdout);`;
  const { stdout } = await runCommand([process.execPath, '--input-type=module', '-e', script], { timeoutMs: 20_000 });
  await expect.poll(() => isThere(Number(stdout))).toBe(false);
});

function isThere(pid: number): boolean {
  try {
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}
