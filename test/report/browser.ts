import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import axe, { type AxeResults } from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';

/** Where people look at what the tests saw; kept beside the other reports. */
const screens = join(import.meta.dirname, '..', '..', 'reports', 'screens');

export const sizes = {
  desk: { width: 1280, height: 900 },
  tablet: { width: 820, height: 1100 },
  phone: { width: 390, height: 844 },
} as const;

export type Size = keyof typeof sizes;

/** The system's own browser. Its sandbox is left out: it opens nothing but reports that the tests wrote. */
export function openBrowser(): Promise<Browser> {
  const args = ['--no-sandbox', '--disable-gpu'];
  return chromium.launch({ executablePath: '/usr/bin/chromium', args });
}

export interface OpenedReport {
  readonly page: Page;
  /** What the browser complained about: faults of the script, of the content security policy, requests to anybody. */
  readonly complaints: readonly string[];
}

/** Opens a report as a reader does, from disk. */
export async function openReport(
  browser: Browser,
  file: string,
  { size = 'desk', dark = false, scripts = true, hash = '' }: ReportOptions = {},
): Promise<OpenedReport> {
  const context = await browser.newContext({
    viewport: sizes[size],
    colorScheme: dark ? 'dark' : 'light',
    javaScriptEnabled: scripts,
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('request', (request) => {
    if (!/^(file|data|blob):/.test(request.url())) complaints.push(`asks ${request.url()}`);
  });
  await page.goto(`${pathToFileURL(file).href}${hash}`);
  return { page, complaints };
}

export interface ReportOptions {
  readonly size?: Size;
  readonly dark?: boolean;
  readonly scripts?: boolean;
  readonly hash?: string;
}

/** Scrolls to a timeline and waits until it is drawn. */
export async function showTimeline(page: Page, scenario = 1): Promise<void> {
  await page.evaluate(`document.getElementById('scenario-${scenario}-timeline')?.scrollIntoView()`);
  await page.locator(`#scenario-${scenario}-timeline-place canvas`).waitFor();
}

/** What axe-core finds, a line each. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const found: AxeResults = await page.evaluate(
    `axe.run(document, ${JSON.stringify({ resultTypes: ['violations'] })})`,
  );
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.slice(0, 3).map(({ html, any }) => `${id}: ${html.slice(0, 160)} ${any[0]?.message ?? ''}`),
  );
}

/** Whether the page is wider than the screen: then a phone's reader would have to push it to and fro. */
export async function overflow(page: Page): Promise<number> {
  return await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}

export async function keepScreen(page: Page, name: string): Promise<void> {
  mkdirSync(screens, { recursive: true });
  await page.screenshot({ path: join(screens, `${name}.png`) });
}

/** Opens a report at every size and goes a step; gives what is wrong, a sentence each. Large reports are too many nodes for axe. */
export async function faultsOf(browser: Browser, file: string, name: string): Promise<string[]> {
  const faults: string[] = [];
  for (const size of ['desk', 'tablet', 'phone'] as const) {
    const { page, complaints } = await openReport(browser, file, { size, dark: size === 'tablet' });
    await keepScreen(page, `${name}-${size}`);
    await showTimeline(page);
    await page.getByRole('button', { name: 'Next step' }).first().click();
    await keepScreen(page, `${name}-${size}-timeline`);
    const wider = await overflow(page);
    if (wider > 0) faults.push(`${size}: ${wider} pixels wider than the screen`);
    faults.push(...complaints.map((complaint) => `${size}: ${complaint}`));
    await page.context().close();
  }
  return faults;
}

/** One page at every size, and what axe finds on it, dark, on a phone. */
export async function faultsOfSeed(browser: Browser, file: string, seed: string): Promise<string[]> {
  const { page, complaints } = await openReport(browser, file, { dark: true });
  const faults: string[] = [];
  for (const [size, viewport] of Object.entries(sizes)) {
    await page.setViewportSize(viewport);
    await keepScreen(page, `${seed}-${size}`);
    const wider = await overflow(page);
    if (wider > 0) faults.push(`${size}: ${wider} pixels wider than the screen`);
  }
  faults.push(...(await violations(page)), ...complaints);
  await page.context().close();
  return faults;
}
