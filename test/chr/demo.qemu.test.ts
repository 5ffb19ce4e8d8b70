import { expect, test } from 'vitest';
import { openPage, show, untilBefore } from '../demo/shown.ts';
import { openBrowser } from '../report/browser.ts';
import { standInFolder } from '../stand-in.ts';

test('the live page has a console of the guest, and its packets', { timeout: 600_000 }, async () => {
  await using browser = await openBrowser();
  const { url, holders, end } = await show('husain/scheme1', '--router', 'chr', '--image', standInFolder());
  const { page, complaints } = await openPage(browser, url);
  await untilBefore(page, 1, 1, 400_000);
  await page.locator('[data-console="router"]').click();
  const router = page.locator('[data-host="router"] .xterm-rows');
  await expect.poll(() => router.innerText(), { timeout: 60_000 }).toContain('[admin@');
  await page.keyboard.type('/system identity print\r');
  await expect.poll(() => router.innerText(), { timeout: 30_000 }).toMatch(/name: \S+/);
  await page.locator('[data-do="next"]').click();
  await page.locator('.packet', { hasText: /^22SYN ACK$/ }).waitFor({ timeout: 60_000 });
  await untilBefore(page, 2, 1, 120_000);
  expect(complaints).toEqual([]);
  expect(await end()).toBe(0);
  expect(holders()).toEqual([]);
});
