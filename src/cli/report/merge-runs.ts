import { existsSync } from 'node:fs';
import { cp, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { exitCodeOfRun } from '../../report/exit-code.ts';
import { mergeTraces } from '../../report/merge-traces.ts';
import { writeReports } from '../../report/write-reports.ts';
import { readTrace } from '../../trace/reader.ts';
import { createRunFolder } from '../run/run-folder.ts';
import type { Terminal } from '../terminal.ts';
import { shownFrom } from './open-report.ts';

/** One run of several, with their artifacts; gives the exit code that the whole deserves. */
export async function mergeRuns(
  folders: readonly string[],
  out: string,
  command: string,
  { cwd, stdout, stderr }: Terminal,
): Promise<number> {
  const runs = folders.map((folder) => resolve(cwd, folder));
  const traces = await Promise.all(runs.map((run) => readTrace(join(run, 'trace.jsonl'))));
  for (const problem of traces.flatMap(({ problems }) => problems)) stderr.write(`${problem}\n`);
  const { run, directory } = await createRunFolder(resolve(cwd, out), new Date());
  const events = mergeTraces(
    traces.map((trace) => trace.events),
    run,
    command,
  );
  await writeFile(join(directory, 'trace.jsonl'), events.map((event) => `${JSON.stringify(event)}\n`).join(''));
  for (const folder of runs) await copyArtifacts(folder, directory);
  await writeReports(directory);
  stdout.write(`report   ${shownFrom(cwd, join(directory, 'index.html'))}\n`);
  return exitCodeOfRun(events);
}

async function copyArtifacts(from: string, to: string): Promise<void> {
  const artifacts = join(from, 'artifacts');
  if (existsSync(artifacts)) await cp(artifacts, join(to, 'artifacts'), { recursive: true });
}
