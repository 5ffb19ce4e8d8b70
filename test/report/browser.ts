import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';

/** Where people look at what the tests saw; kept beside the other reports. */
const screens = join(import.meta.dirname, '..', '..', 'reports', 'screens');

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

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
  await page.evaluate((id) => document.getElementById(id)?.scrollIntoView(), `scenario-${scenario}-timeline`);
  await page.locator(`#scenario-${scenario}-timeline-place canvas`).waitFor();
}

/** What axe-core finds, a line each; with every fold open. `rules` leaves some out. */
export async function violations(
  page: Page,
  { without = [] }: { without?: readonly string[] } = {},
): Promise<string[]> {
  await page.evaluate(axe);
  return await page.evaluate(async (left) => {
    interface Found {
      readonly violations: readonly {
        readonly id: string;
        readonly nodes: readonly { readonly html: string; readonly any: readonly { readonly message: string }[] }[];
      }[];
    }
    const { axe: tester } = window as unknown as { axe: { run(root: Document, options: unknown): Promise<Found> } };
    const rules = Object.fromEntries(left.map((id) => [id, { enabled: false }]));
    const found = await tester.run(document, { rules, resultTypes: ['violations'] });
    return found.violations.flatMap(({ id, nodes }) =>
      nodes.slice(0, 3).map(({ html, any }) => `${id}: ${html.slice(0, 160)} ${any[0]?.message ?? ''}`),
    );
  }, without);
}

/** Whether the page is wider than the screen: then a phone's reader would have to push it to and fro. */
export async function overflow(page: Page): Promise<number> {
  return await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

export async function keepScreen(page: Page, name: string): Promise<void> {
  mkdirSync(screens, { recursive: true });
  await page.screenshot({ path: join(screens, `${name}.png`) });
}
