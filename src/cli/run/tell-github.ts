import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { githubAnnotations } from '../../report/github-annotations.ts';
import { buildRunModel } from '../../report/model.ts';
import { readTrace } from '../../trace/reader.ts';
import type { Terminal } from '../terminal.ts';

/** In a job of GitHub: the summary on the job's page, and an annotation at the line of each fault. Elsewhere nothing. */
export async function tellGithub(runDirectory: string, { env, stdout }: Terminal): Promise<void> {
  const summary = env['GITHUB_STEP_SUMMARY'] ?? '';
  if (summary !== '') appendFileSync(summary, readFileSync(join(runDirectory, 'summary.md'), 'utf8'));
  if (env['GITHUB_ACTIONS'] !== 'true') return;
  const { events, problems } = await readTrace(join(runDirectory, 'trace.jsonl'));
  for (const line of githubAnnotations(buildRunModel(events, problems))) stdout.write(`${line}\n`);
}
