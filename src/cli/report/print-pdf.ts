import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { KnocklabError } from '../../core/errors.ts';
import { runCommand } from '../../process/run-command.ts';
import { findProgram } from '../../process/search-path.ts';

const browsers = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The browser that prints; looked for before the work whose report it is to print. */
export function findBrowser(): string {
  const browser = browsers.find((name) => findProgram(name) !== undefined);
  if (browser !== undefined) return browser;
  throw new KnocklabError('tool/missing', 'There is no Chromium to print with.', {
    remedy: 'Run "knocklab doctor --install --browser", or print index.html from any browser.',
  });
}

/** The report on paper, beside it; gives its file. */
export async function printPdf(file: string, browser: string): Promise<string> {
  const pdf = join(dirname(file), 'index.pdf');
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
