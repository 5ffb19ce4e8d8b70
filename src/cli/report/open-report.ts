import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { KnocklabError } from '../../core/errors.ts';
import { runCommand } from '../../process/run-command.ts';
import { findProgram } from '../../process/search-path.ts';
import type { Terminal } from '../terminal.ts';

/** The file of a run's HTML report; refuses a folder that is none of a run. */
export function reportFile(run: string, cwd: string): string {
  const file = join(resolve(cwd, run), 'index.html');
  if (existsSync(file)) return file;
  throw new KnocklabError('input/no-report', `There is no report in "${run}".`, {
    remedy:
      'Give the folder of a run, such as reports/latest; "knocklab report write" makes its reports from its trace.',
  });
}

/** A file as a user in that folder would name it. */
export function shownFrom(cwd: string, file: string): string {
  const short = relative(cwd, file);
  return short.startsWith('..') ? file : short;
}

/** What opens a file with the program that the user has chosen for it. */
const openers = ['xdg-open', 'wslview', 'open'];

/** Shows the report, or says where it is when there is nothing to show it with. */
export async function openReport(run: string, { cwd, stdout }: Terminal): Promise<void> {
  const file = reportFile(run, cwd);
  stdout.write(`${file}\n`);
  const opener = openers.find((name) => findProgram(name) !== undefined);
  if (opener === undefined) return;
  const { exitCode, stderr } = await runCommand([opener, file], { timeoutMs: 20_000 });
  if (exitCode === 0) return;
  throw new KnocklabError('tool/no-browser', `"${opener}" could not show the report.`, {
    evidence: stderr.trim(),
    remedy: 'Open the file above in a browser.',
  });
}
