import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { KnocklabError } from '../../core/errors.ts';
import { runCommand } from '../../process/run-command.ts';
import { findProgram } from '../../process/search-path.ts';
import { writeReports } from '../../report/write-reports.ts';
import type { Terminal } from '../terminal.ts';
import { reportFile, shownFrom } from './open-report.ts';

/** Reports are a function of the trace: after a new version of knocklab, old runs can be shown by it too. */
export async function rewriteReports(run: string, { pdf }: { pdf: boolean }, { cwd, stdout }: Terminal): Promise<void> {
  const problems = await writeReports(resolve(cwd, run));
  const file = reportFile(run, cwd);
  for (const problem of problems) stdout.write(`problem  ${problem}\n`);
  stdout.write(`report   ${shownFrom(cwd, file)}\n`);
  if (pdf) stdout.write(`pdf      ${shownFrom(cwd, await printPdf(file))}\n`);
}

const browsers = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The report on paper, beside it. */
async function printPdf(file: string): Promise<string> {
  const pdf = join(dirname(file), 'index.pdf');
  const browser = browsers.find((name) => findProgram(name) !== undefined);
  if (browser === undefined) {
    throw new KnocklabError('tool/missing', 'There is no Chromium to print with.', {
      remedy: 'Run "knocklab doctor --install --browser", or print index.html from any browser.',
    });
  }
  // Chromium's own sandbox refuses root. It opens nothing but the report, whose policy lets it load nothing.
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const argv = [browser, '--headless', ...sandbox, '--disable-gpu', '--no-pdf-header-footer'];
  const { exitCode, stderr } = await runCommand([...argv, `--print-to-pdf=${pdf}`, pathToFileURL(file).href], {
    timeoutMs: 120_000,
  });
  if (exitCode === 0) return pdf;
  throw new KnocklabError('tool/browser-failed', `"${browser}" could not print the report.`, {
    evidence: stderr.trim().split('\n').slice(-5).join('\n'),
    remedy: 'Print index.html from a browser.',
  });
}
