import { expect, test } from 'vitest';
import { openPage, show, untilBefore, watchPackets } from '../demo/shown.ts';
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
  const flown = await watchPackets(page);
  await page.locator('[data-do="next"]').click();
  await expect.poll(flown, { timeout: 60_000 }).toContain('22SYN ACK');
  await untilBefore(page, 2, 1, 120_000);
  expect(complaints).toEqual([]);
  expect(await end()).toBe(0);
  expect(holders()).toEqual([]);
});
