import { resolve } from 'node:path';
import { writeReports } from '../../report/write-reports.ts';
import type { Terminal } from '../terminal.ts';
import { reportFile, shownFrom } from './open-report.ts';
import { findBrowser, printPdf } from './print-pdf.ts';

/** Reports are a function of the trace: after a new version of knocklab, old runs can be shown by it too. */
export async function rewriteReports(run: string, { pdf }: { pdf: boolean }, { cwd, stdout }: Terminal): Promise<void> {
  const browser = pdf ? findBrowser() : undefined;
  const problems = await writeReports(resolve(cwd, run));
  const file = reportFile(run, cwd);
  for (const problem of problems) stdout.write(`problem  ${problem}\n`);
  stdout.write(`report   ${shownFrom(cwd, file)}\n`);
  if (browser !== undefined) stdout.write(`pdf      ${shownFrom(cwd, await printPdf(file, browser))}\n`);
}
