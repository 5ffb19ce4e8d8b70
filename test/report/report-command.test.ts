import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, expect, test } from 'vitest';
import { tellGithub } from '../../src/cli/run/tell-github.ts';
import { processTerminal } from '../../src/cli/terminal.ts';
import { scheme3Run } from '../../src/report/fixtures/scheme3-run.ts';
import { troubledRun } from '../../src/report/fixtures/troubled-run.ts';
import type { TraceEvent } from '../../src/trace/events.ts';
import { expectShown } from '../shown.ts';

// knocklab report, as a user calls it.

const folder = mkdtempSync(join(tmpdir(), 'knocklab-report-command-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function runFolder(name: string, events: readonly TraceEvent[]): string {
  const run = join(folder, name);
  mkdirSync(join(run, 'artifacts'), { recursive: true });
  writeFileSync(join(run, 'trace.jsonl'), events.map((event) => `${JSON.stringify(event)}\n`).join(''));
  writeFileSync(join(run, 'artifacts', `${name}.pcap`), name);
  return run;
}

const knocklab = (argv: readonly string[], env: Record<string, string> = {}) =>
  execa(process.execPath, ['bin/knocklab.js', 'report', ...argv], { reject: false, env: { NO_COLOR: '1', ...env } });

const passing = runFolder('passing', scheme3Run());
const troubled = runFolder('troubled', troubledRun());

test('merge makes one run of several and exits as the whole deserves', async () => {
  const { exitCode, stdout } = await knocklab(['merge', passing, troubled, '--out', join(folder, 'out')]);
  const merged = join(folder, 'out', 'latest');
  const { scenarios, complete } = JSON.parse(readFileSync(join(merged, 'results.json'), 'utf8'));
  expect(exitCode).toBe(2);
  expect(stdout).toMatch(/^report .*index\.html$/);
  expect(complete).toBe(true);
  expectShown(import.meta, 'report merge', stdout);
  expect(scenarios.map(({ id }: { id: string }) => id)).toEqual(expect.arrayContaining(['husain/scheme3', 'lab/none']));
  expect(readFileSync(join(merged, 'artifacts', 'passing.pcap'), 'utf8')).toBe('passing');
  expect(existsSync(join(merged, 'artifacts', 'troubled.pcap'))).toBe(true);
});

test('write makes the reports of an old trace anew, on paper too', async () => {
  const { exitCode, stdout, stderr } = await knocklab(['write', passing, '--pdf']);
  expect(stderr).toBe('');
  expect(exitCode).toBe(0);
  expectShown(import.meta, 'report write', stdout);
  expect(readFileSync(join(passing, 'index.pdf')).subarray(0, 5).toString()).toBe('%PDF-');
});

test('open hands the report to what the user opens files with', async () => {
  await knocklab(['write', troubled]);
  const programs = join(folder, 'programs');
  mkdirSync(programs);
  writeFileSync(join(programs, 'xdg-open'), `#!/bin/sh\nprintf %s "$1" > '${join(folder, 'opened')}'\n`);
  chmodSync(join(programs, 'xdg-open'), 0o755);
  const { exitCode, stdout } = await knocklab(['open', troubled], { PATH: `${programs}:${process.env['PATH']}` });
  expect(exitCode).toBe(0);
  expect(readFileSync(join(folder, 'opened'), 'utf8')).toBe(join(troubled, 'index.html'));
  expectShown(import.meta, 'report open', stdout);
});

test.each([
  ['open', 'There is no report in'],
  ['write', 'cannot be read'],
])('%s refuses a folder that is none of a run', async (command, message) => {
  const { exitCode, stderr } = await knocklab([command, join(folder, 'nowhere')]);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(message);
});

test('GitHub gets the summary and an annotation for each fault, others get nothing', async () => {
  await knocklab(['write', troubled]);
  const summary = join(folder, 'summary');
  const written: string[] = [];
  const stdout = { write: (text: string) => written.push(text) } as unknown as NodeJS.WriteStream;
  await tellGithub(troubled, { ...processTerminal(), stdout, env: {} });
  expect(written).toEqual([]);
  await tellGithub(troubled, {
    ...processTerminal(),
    stdout,
    env: { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary },
  });
  expect(readFileSync(summary, 'utf8')).toBe(readFileSync(join(troubled, 'summary.md'), 'utf8'));
  expect(written.map((line) => line.split(' ')[0])).toEqual(['::warning', '::error', '::error']);
});
