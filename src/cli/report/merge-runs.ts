import { existsSync } from 'node:fs';
import { cp, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { exitCodes } from '../../core/errors.ts';
import { exitCodeOfRun, worstExitCode } from '../../report/exit-code.ts';
import { mergeTraces, missingShards } from '../../report/merge-traces.ts';
import { writeReports } from '../../report/write-reports.ts';
import { readTrace } from '../../trace/reader.ts';
import { createRunFolder } from '../run/run-folder.ts';
import { tellGithub } from '../run/tell-github.ts';
import type { Terminal } from '../terminal.ts';
import { shownFrom } from './open-report.ts';

/** One run of several, with their artifacts; gives the exit code that the whole deserves. */
export async function mergeRuns(
  folders: readonly string[],
  out: string,
  command: string,
  terminal: Terminal,
): Promise<number> {
  const { cwd, stdout, stderr } = terminal;
  const runs = folders.map((folder) => resolve(cwd, folder));
  const traces = await Promise.all(runs.map((run) => readTrace(join(run, 'trace.jsonl'))));
  for (const problem of traces.flatMap(({ problems }) => problems)) stderr.write(`${problem}\n`);
  const missing = missingShards(traces.map(({ events }) => events));
  if (missing.length > 0) stderr.write(`Of the parts of the run, ${missing.join(', ')} is not among these.\n`);
  const { run, directory } = await createRunFolder(resolve(cwd, out), new Date());
  const events = mergeTraces(
    traces.map((trace) => trace.events),
    run,
    command,
  );
  await writeFile(join(directory, 'trace.jsonl'), events.map((event) => `${JSON.stringify(event)}\n`).join(''));
  for (const folder of runs) await copyArtifacts(folder, directory);
  await writeReports(directory);
  await tellGithub(directory, terminal);
  stdout.write(`report   ${shownFrom(cwd, join(directory, 'index.html'))}\n`);
  const whole = events.some(({ type }) => type === 'run-finished');
  return worstExitCode([exitCodeOfRun(events), ...(whole ? [] : [exitCodes.lab])]);
}

async function copyArtifacts(from: string, to: string): Promise<void> {
  const artifacts = join(from, 'artifacts');
  if (existsSync(artifacts)) await cp(artifacts, join(to, 'artifacts'), { recursive: true });
}
