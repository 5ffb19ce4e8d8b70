import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scheme3Run } from '../../src/report/fixtures/scheme3-run.ts';
import { hostileRun, troubledRun } from '../../src/report/fixtures/troubled-run.ts';
import { writeReports } from '../../src/report/write-reports.ts';
import type { TraceEvent } from '../../src/trace/events.ts';
import { keepScreen, openBrowser, openReport, overflow, type Size, showTimeline, violations } from './browser.ts';
import { generatedTrace } from './generated-trace.ts';

// The reports as their readers see them: in a real browser, from disk.

const folder = mkdtempSync(join(tmpdir(), 'knocklab-reports-'));
const files = new Map<string, string>();
let browser: Browser;

async function write(name: string, events: readonly TraceEvent[]): Promise<void> {
  const run = join(folder, name);
  mkdirSync(run);
  writeFileSync(join(run, 'trace.jsonl'), events.map((event) => `${JSON.stringify(event)}\n`).join(''));
  await writeReports(run);
  files.set(name, join(run, 'index.html'));
}

const fileOf = (name: string): string => files.get(name) ?? '';

beforeAll(async () => {
  await write('passing', scheme3Run());
  await write('failing', scheme3Run({ silentTelegram: true }));
  await write('troubled', troubledRun());
  await write('hostile', hostileRun());
  await write('cut-off', scheme3Run().slice(0, 20));
  await write('nothing', []);
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

const runs = ['passing', 'failing', 'troubled', 'hostile', 'cut-off', 'nothing'];

test.each(runs)('opens without a complaint: %s', async (name) => {
  const { page, complaints } = await openReport(browser, fileOf(name));
  await page.locator('.tools:not([hidden])').waitFor();
  for (const place of await page.locator('[data-view]').all()) {
    await place.scrollIntoViewIfNeeded();
    await place.locator('canvas').waitFor();
  }
  expect(complaints).toEqual([]);
  await page.context().close();
});

const looks: readonly (readonly [string, Size, boolean])[] = [
  ['failing', 'desk', false],
  ['failing', 'desk', true],
  ['failing', 'phone', false],
  ['troubled', 'tablet', true],
  ['hostile', 'phone', true],
];

test.each(looks)('has nothing that keeps anybody out: %s, %s, dark %s', async (name, size, dark) => {
  const { page } = await openReport(browser, fileOf(name), { size, dark });
  await showTimeline(page);
  await page.getByRole('button', { name: 'Open all' }).click();
  expect(await violations(page)).toEqual([]);
  expect(await overflow(page)).toBe(0);
  await page.evaluate(() => scrollTo(0, 0));
  await keepScreen(page, `${name}-${size}-${dark ? 'dark' : 'light'}`);
  await showTimeline(page);
  await keepScreen(page, `${name}-${size}-${dark ? 'dark' : 'light'}-timeline`);
  await page.context().close();
});

test('text of a run runs nowhere', async () => {
  const { page, complaints } = await openReport(browser, fileOf('hostile'));
  await showTimeline(page);
  await page.getByRole('button', { name: 'Open all' }).click();
  expect(await page.locator('img, iframe, object, embed').count()).toBe(0);
  expect(await page.locator('main').innerText()).toContain("<script>alert('x')</script>");
  expect(complaints).toEqual([]);
  await page.context().close();
});

test('without scripts the verdict and the failures can be read', async () => {
  const { page } = await openReport(browser, fileOf('failing'), { scripts: false });
  const text = await page.locator('body').innerText();
  expect(text).toContain('Failed: Scheme 3');
  expect(text).toContain('no message in 1 min of the router’s clock');
  expect(text).toContain('port_scanners');
  await page.context().close();
});

test('paper has everything unfolded and nothing that scrolls', async () => {
  const { page } = await openReport(browser, fileOf('failing'));
  // As the browser does: what is not there when the event's listeners return is not printed.
  const axis = await page.evaluate(() => {
    dispatchEvent(new Event('beforeprint'));
    const canvas = document.querySelector('canvas');
    const lanes = [...document.querySelectorAll<HTMLElement>('.tl-label')].map(
      (one) => one.offsetTop + one.offsetHeight,
    );
    return { drawn: (canvas?.height ?? 0) / devicePixelRatio, lanes: Math.max(...lanes) };
  });
  expect(axis.lanes).toBeGreaterThan(500);
  expect(axis.drawn).toBeGreaterThanOrEqual(axis.lanes);
  expect(await page.locator('main details:not([open]):not([data-paper])').count()).toBe(0);
  expect((await page.pdf({ preferCSSPageSize: true })).subarray(0, 5).toString()).toBe('%PDF-');
  await page.context().close();
});

describe('the time axis', () => {
  test('goes from step to step, and the drawing of the network with it', async () => {
    const { page } = await openReport(browser, fileOf('failing'));
    await showTimeline(page);
    await page.getByRole('button', { name: 'Next step' }).click();
    expect(await page.locator('.tl-step').innerText()).toContain('1. every service port is open');
    expect(await page.locator('.topology-step').innerText()).toContain('attacker → router');
    expect(await page.locator('[data-node="attacker"].talking').count()).toBe(1);
    expect(await page.locator('[data-node="client"].talking').count()).toBe(0);
    await page.context().close();
  });

  test('is worked by the keyboard alone', async () => {
    const { page } = await openReport(browser, fileOf('failing'));
    await showTimeline(page);
    await page.locator('canvas').focus();
    await page.keyboard.press('ArrowRight');
    expect(await page.locator('.tl-evidence').innerText()).toContain('22/tcp    open');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('+');
    await page.waitForURL(/pick=host-attacker.*from=/);
    await page.keyboard.press('0');
    await page.waitForURL(/pick=host-attacker(?!.*from=)/);
    await page.context().close();
  });

  test('shows the evidence of what is pointed at', async () => {
    const { page } = await openReport(browser, fileOf('failing'));
    await showTimeline(page);
    const row = page.locator('.tl-label', { hasText: /^log$/ });
    await row.scrollIntoViewIfNeeded();
    const [label, canvas] = [await row.boundingBox(), await page.locator('canvas').boundingBox()];
    if (label === null || canvas === null) throw new Error('the lane of the log is not in sight');
    // Somewhere along the lane there is a line of the log.
    for (let x = 2; x < canvas.width; x += 6) {
      await page.mouse.click(canvas.x + x, label.y + label.height / 2);
      if ((await page.locator('.tl-evidence pre').count()) > 0) break;
    }
    expect(await page.locator('.tl-evidence').innerText()).toContain('PortScanner Terdeteksi input');
    await page.context().close();
  });

  test('its choices survive a reload, and can be sent to somebody', async () => {
    const first = await openReport(browser, fileOf('failing'));
    await showTimeline(first.page);
    for (let step = 1; step <= 4; step += 1) await first.page.getByRole('button', { name: 'Next step' }).click();
    await first.page.getByRole('button', { name: 'Nearer' }).click();
    await first.page.locator('.tl-group', { hasText: 'Router log' }).click();
    await first.page.getByText('The same as a table').click();
    await first.page.getByRole('searchbox', { name: 'Filter' }).first().fill('knock');
    await first.page.waitForURL(/q=knock/);
    const hash = await first.page.evaluate(() => location.hash);
    await first.page.reload();
    await first.page.locator('canvas').waitFor();
    const second = await openReport(browser, fileOf('failing'), { hash });
    for (const { page } of [first, second]) {
      await page.locator('canvas').waitFor();
      expect(await page.locator('.tl-step').innerText()).toContain('4. the administrator hears');
      expect(await page.locator('.tl-group', { hasText: 'Router log' }).getAttribute('aria-expanded')).toBe('false');
      expect(await page.getByRole('searchbox', { name: 'Filter' }).first().inputValue()).toBe('knock');
      expect(await page.evaluate(() => location.hash)).toBe(hash);
      await page.context().close();
    }
  });

  test('the same stands in a table that can be searched', async () => {
    const { page } = await openReport(browser, fileOf('failing'));
    await showTimeline(page);
    await page.getByText('The same as a table').click();
    await page.getByRole('searchbox', { name: 'Filter' }).first().fill('port_scanners');
    const rows = await page.locator('.tl-table tbody tr').allInnerTexts();
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every((row) => row.includes('port_scanners'))).toBe(true);
    await page.context().close();
  });
});

test('a link to a rule leads to it, and its steps lead on', async () => {
  const { page } = await openReport(browser, fileOf('failing'));
  await page
    .locator('.card', { hasText: 'Which rules stopped it' })
    .getByRole('link', { name: 'filter rule 12' })
    .click();
  const rule = page.locator('.rule:target');
  expect(await rule.innerText()).toContain('Drop Port Scanners');
  await rule.getByRole('link', { name: '2', exact: true }).click();
  await page.locator('.step:target details[open]').first().waitFor();
  expect(await page.locator('.rule-never').count()).toBe(5);
  await page.context().close();
});

test('ten thousand events leave a page that a browser can hold', async () => {
  const events = generatedTrace();
  expect(events.length).toBeGreaterThan(10_000);
  await write('generated', events);
  expect(statSync(fileOf('generated')).size).toBeLessThan(5_000_000);
  const { page, complaints } = await openReport(browser, fileOf('generated'));
  await showTimeline(page);
  expect(await page.locator('*').count()).toBeLessThan(40_000);
  expect(complaints).toEqual([]);
  await page.context().close();
});
