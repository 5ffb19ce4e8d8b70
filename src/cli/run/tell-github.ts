import { randomUUID } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { githubAnnotations } from '../../report/github-annotations.ts';
import { buildRunModel } from '../../report/model.ts';
import { readTrace } from '../../trace/reader.ts';
import type { Terminal } from '../terminal.ts';

/**
 * GitHub's runner takes lines of a job's output that begin with `::` for commands to it, and a step may quote whatever a
 * configuration holds: from here on it takes none, until what is returned is called.
 */
export function quoteForGithub({ env, stdout }: Terminal): () => void {
  if (env['GITHUB_ACTIONS'] !== 'true') return () => undefined;
  const token = `knocklab-${randomUUID()}`;
  stdout.write(`::stop-commands::${token}\n`);
  return () => void stdout.write(`::${token}::\n`);
}

/** In a job of GitHub: the summary on the job's page, and an annotation at the line of each fault. Elsewhere nothing. */
export async function tellGithub(runDirectory: string, { env, stdout }: Terminal): Promise<void> {
  const summary = env['GITHUB_STEP_SUMMARY'] ?? '';
  const text = join(runDirectory, 'summary.md');
  if (summary !== '' && existsSync(text)) appendFileSync(summary, readFileSync(text, 'utf8'));
  if (env['GITHUB_ACTIONS'] !== 'true') return;
  const { events, problems } = await readTrace(join(runDirectory, 'trace.jsonl'), { brief: true });
  for (const line of githubAnnotations(buildRunModel(events, problems))) stdout.write(`${line}\n`);
}
