import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { keepScreen, openBrowser, overflow, sizes, violations } from '../report/browser.ts';
import { openPage, show, showWith, untilBefore, untilPhase, watchPackets } from './shown.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(async () => await browser.close());

test('a teacher steps, turns time, reloads, and changes the language', async () => {
  const { url, holders, end } = await show('husain/scheme2');
  const { page, complaints } = await openPage(browser, url);
  await untilBefore(page, 1);
  expect(await page.locator('.narration').innerText()).toContain('The attacker scans just the four service ports.');
  expect(await page.locator('.step').count()).toBe(6);

  const flown = await watchPackets(page);
  await page.keyboard.press('n');
  // What flies was captured: it has the flags that nmap and the router set.
  await expect.poll(flown, { timeout: 30_000 }).toEqual(expect.arrayContaining(['22SYN', '22SYN ACK']));
  await untilBefore(page, 2);
  expect(await page.locator('.port-row .port.open').count()).toBe(4);

  await page.keyboard.press('n');
  await untilBefore(page, 3);
  await page.getByText('port_scanners', { exact: true }).waitFor();
  expect(await page.locator('.lists .left').innerText()).toMatch(/^00:5\d:\d\d$/);
  const before = { log: await page.locator('.log li').count(), clock: await page.locator('.clock').innerText() };
  expect(before.log).toBeGreaterThan(0);

  await page.reload();
  await untilBefore(page, 3);
  expect(await page.locator('.step.passed').count()).toBe(2);
  expect(await page.locator('.log li').count()).toBe(before.log);

  await page.getByRole('button', { name: '+1 min' }).click();
  await page.locator('.bubble').waitFor();
  expect(await page.locator('.bubble').innerText()).toContain('Action Drop Occurred');
  expect(secondsBetween(before.clock, await page.locator('.clock').innerText())).toBeGreaterThanOrEqual(60);
  expect(await page.locator('.acts').innerText()).toContain('router: 1m');

  await page.getByLabel('Language').selectOption('bg');
  expect(await page.locator('.narration').innerText()).toContain('Какво става');
  expect(await page.locator('h1').innerText()).toBe('Схема 2: с известия, но без почукване');
  expect(await page.locator('.step').nth(1).innerText()).toContain('обикновено сканиране задейства капана');
  await page.getByLabel('Език').selectOption('id');
  expect(await page.locator('.narration').innerText()).toContain('Apa yang terjadi');
  expect(await violations(page)).toEqual([]);
  await keepScreen(page, 'demo-laptop');
  expect(complaints).toEqual([]);

  expect(holders()).toHaveLength(1);
  expect(await end()).toBe(0);
  expect(holders()).toEqual([]);
});

const secondsBetween = (from: string, to: string): number => (Date.parse(`${to}Z`) - Date.parse(`${from}Z`)) / 1000;

test('consoles are real, and confined to the lab', async () => {
  const { url } = await show('husain/scheme2');
  const { page, complaints } = await openPage(browser, url, { width: 1920, height: 1080 });
  await untilBefore(page, 1);
  await page.locator('[data-console="attacker"]').click();
  const attacker = page.locator('[data-host="attacker"] .xterm-rows');
  await expect.poll(() => attacker.innerText(), { timeout: 20_000 }).toContain('attacker');
  const type = async (line: string): Promise<void> => await page.keyboard.type(`${line}\n`);
  const flown = await watchPackets(page);
  await type('nmap -p 22,5000 10.10.10.1');
  await expect.poll(flown, { timeout: 30_000 }).toContain('5000SYN');
  await expect.poll(() => attacker.innerText(), { timeout: 20_000 }).toMatch(/22\/tcp\s+open\s+ssh/);
  // The trap has noticed: the page shows it without a step.
  await page.getByText('port_scanners', { exact: true }).waitFor();
  await type('clear; touch /etc/knocklab-was-here; ls -A /root /home; ping -c1 -W1 192.0.2.1; stty size');
  await expect.poll(() => attacker.innerText(), { timeout: 20_000 }).toContain('Read-only file system');
  await expect.poll(() => attacker.innerText(), { timeout: 20_000 }).toMatch(/\b100% packet loss[\s\S]*\d+ 1[5-9]\d/);

  await page.locator('[data-console="router"]').click();
  const router = page.locator('[data-host="router"] .xterm-rows');
  await expect.poll(() => router.innerText(), { timeout: 20_000 }).toContain('[admin@MikroTik] >');
  await page.keyboard.type('/system identity print\r');
  await expect.poll(() => router.innerText(), { timeout: 20_000 }).toContain('name: MikroTik');
  await keepScreen(page, 'demo-projector');
  expect(await violations(page)).toEqual([]);
  expect(complaints).toEqual([]);
});

test('an exercise is repaired in the page, and the scenario proves it', async () => {
  const { url } = await show('--exercise', 'open-ipv6');
  const { page, complaints } = await openPage(browser, url, { width: 390, height: 844 });
  await untilBefore(page, 1);
  expect(await overflow(page)).toBe(0);
  await page.getByRole('button', { name: 'Run on' }).click();
  await untilPhase(page, 'over');
  await page.locator('.step.failed').waitFor();
  const text = page.getByRole('textbox', { name: 'Configuration' });
  await text.fill((await text.inputValue()).replace(' disabled=yes', ''));
  await page.getByRole('button', { name: 'Try it' }).click();
  await page.locator('[data-run="2"][data-phase="running"]').waitFor();
  await page.reload();
  await untilPhase(page, 'over', 2);
  expect(await text.inputValue()).not.toContain(' disabled=yes');
  expect(await page.locator('.step.passed').count()).toBe(4);
  await page.getByRole('button', { name: 'Finish' }).click();
  await page.getByText('Solved').waitFor();
  await page.getByRole('link', { name: 'Report' }).waitFor();
  expect(await violations(page)).toEqual([]);
  await keepScreen(page, 'demo-phone');
  expect(complaints).toEqual([]);
});

test('other machines need the password, and get the consoles with it', async () => {
  // An address that is not the usual one, and that no other machine can reach while the tests run.
  const address = '127.0.0.2';
  const password = 'a class of students';
  const { url } = await showWith({ KNOCKLAB_DEMO_PASSWORD: password }, 'husain/scheme1', '--listen', address);
  expect(url).toContain(`http://${address}:`);
  const answer = async (given?: string): Promise<number> => {
    const authorization = `Basic ${Buffer.from(`teacher:${given}`).toString('base64')}`;
    return (await fetch(url, given === undefined ? {} : { headers: { authorization } })).status;
  };
  expect([await answer(), await answer('not that one'), await answer(password)]).toEqual([401, 401, 200]);
  const httpCredentials = { username: 'teacher', password };
  const teacher = await openPage(browser, url, { width: 1024, height: 768 }, { httpCredentials });
  await untilBefore(teacher.page, 1);
  // The console's socket has no password of its own: the page's cookie lets it in.
  await teacher.page.locator('[data-console="client"]').click();
  const client = teacher.page.locator('[data-host="client"] .xterm-rows');
  await expect.poll(() => client.innerText(), { timeout: 20_000 }).toContain('client');
  expect(teacher.complaints).toEqual([]);
});

test('the page survives a reload in the middle of a step, and is worked by keys alone', async () => {
  const { url } = await show('husain/scheme3');
  const { page, complaints } = await openPage(browser, url);
  await untilBefore(page, 1);
  await page.keyboard.press('r');
  await page.locator('.step.to-come').nth(9).waitFor();
  await page.locator('[data-phase="running"]').waitFor();
  await page.reload();
  await page.locator('[data-do="pause"]:enabled').waitFor();
  await page.keyboard.press('p');
  await page.locator('[data-phase="waiting"]').waitFor({ timeout: 60_000 });
  const over = await page.locator('.step.passed').count();
  expect(over).toBeGreaterThan(0);
  await page.reload();
  await page.locator('[data-phase="waiting"]').waitFor();
  expect(await page.locator('.step.passed').count()).toBe(over);
  expect(await page.locator(`.step:nth-child(${over + 1})`).getAttribute('aria-current')).toBe('step');
  // With the tabulator to the arrow of a step, and with Enter there.
  const back = page.getByRole('button', { name: 'Back to before step 1', exact: true });
  for (let key = 0; key < 60 && !(await back.evaluate((one) => one === document.activeElement)); key += 1)
    await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await untilBefore(page, 1, 2);
  await page.keyboard.press('b');
  await untilBefore(page, 1, 3);
  expect(await page.locator('.step.passed').count()).toBe(0);
  for (const [name, viewport] of Object.entries(sizes)) {
    await page.setViewportSize(viewport);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await violations(page), `${name} ${colorScheme}`).toEqual([]);
      expect(await overflow(page), `${name} ${colorScheme}`).toBe(0);
      await keepScreen(page, `demo-${name}-${colorScheme}`);
    }
  }
  expect(complaints).toEqual([]);
});

test('a step that is over comes back in a new lab, and nobody else gets in', async () => {
  const { url } = await show('husain/scheme1');
  const { page } = await openPage(browser, url);
  await untilBefore(page, 1);
  await page.getByRole('button', { name: 'Run to before step 3' }).click();
  await untilBefore(page, 3);
  await page.getByRole('button', { name: 'Back to before step 2' }).click();
  await untilBefore(page, 2, 2);
  expect(await page.locator('.step.passed').count()).toBe(1);

  const post = async (headers: Record<string, string>): Promise<number> =>
    (await fetch(`${url}do`, { method: 'POST', headers, body: '{"do":"next"}' })).status;
  const json = { 'content-type': 'application/json' };
  expect(await post({ ...json, origin: 'http://evil.example' })).toBe(403);
  expect(await post({ 'content-type': 'text/plain' })).toBe(415);
  expect((await fetch(new URL('/', url))).status).toBe(404);
  await untilBefore(page, 2, 2);
});
