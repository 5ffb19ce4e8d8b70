import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { onTestFinished } from 'vitest';
import { createProject } from '../knocklab.ts';

/** A demonstration that runs as a user would start it. */
export interface Shown {
  readonly url: string;
  /** Sandboxes of it that are still there. */
  readonly holders: () => string[];
  /** Ctrl-C; gives the exit code. */
  readonly end: () => Promise<number | null>;
}

/** Starts `knocklab demo` with knocklab's own scenarios; it ends with the test at the latest. */
export async function show(...argv: string[]): Promise<Shown> {
  return await showWith({}, ...argv);
}

export async function showWith(env: NodeJS.ProcessEnv, ...argv: string[]): Promise<Shown> {
  const project = createProject();
  rmSync(join(project.folder, 'scenarios'), { recursive: true });
  const child = project.startWith(env, 'demo', ...argv, '--port', '0');
  const end = async (): Promise<number | null> => {
    if (child.exitCode !== null) return child.exitCode;
    const ended = once(child, 'exit');
    child.kill('SIGINT');
    await ended;
    return child.exitCode;
  };
  onTestFinished(async () => {
    await end();
    project[Symbol.dispose]();
  });
  let said = '';
  child.stderr?.on('data', (bytes: Buffer) => {
    said += bytes.toString();
  });
  for await (const bytes of child.stdout ?? []) {
    said += String(bytes);
    const url = /http:\/\/\S+/.exec(said)?.[0];
    if (url !== undefined) return { url, holders: () => project.holders(), end };
  }
  throw new Error(`no address was printed: ${said}`);
}

export interface OpenedPage {
  readonly page: Page;
  /** What the browser complained about. */
  readonly complaints: readonly string[];
}

export async function openPage(
  browser: Browser,
  url: string,
  { width, height }: { width: number; height: number } = { width: 1366, height: 768 },
  own: BrowserContextOptions = {},
): Promise<OpenedPage> {
  const context = await browser.newContext({ viewport: { width, height }, locale: 'en-GB', ...own });
  onTestFinished(async () => await context.close());
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.goto(url);
  return { page, complaints };
}

const usualTimeoutMs = 60_000;

/** Waits until the demonstration stands there. */
export async function untilPhase(page: Page, phase: string, run = 1, timeout = usualTimeoutMs): Promise<void> {
  await page.locator(`[data-phase="${phase}"][data-run="${run}"]`).waitFor({ timeout });
}

/** Waits before a step. */
export async function untilBefore(page: Page, step: number, run = 1, timeout = usualTimeoutMs): Promise<void> {
  await page.locator(`.step:nth-child(${step})[aria-current]`).waitFor({ timeout });
  await untilPhase(page, 'waiting', run, timeout);
}

/** From now on keeps what flew over the network, `22SYN`: each packet is there for a few seconds only. */
export async function watchPackets(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(`{
    const seen = (globalThis.seenPackets = new Set());
    const look = () => { for (const one of document.querySelectorAll('.packet')) seen.add(one.textContent); };
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
  }`);
  return async () => await page.evaluate('[...seenPackets]');
}
