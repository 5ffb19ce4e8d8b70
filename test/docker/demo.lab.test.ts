import { expect, test } from 'vitest';
import { openPage, show, untilBefore } from '../demo/shown.ts';
import { openBrowser } from '../report/browser.ts';

test('the live page shows a lab of containers, with shells in them', { timeout: 300_000 }, async () => {
  await using browser = await openBrowser();
  const { url, end } = await show('husain/scheme2', '--fabric', 'docker');
  const { page, complaints } = await openPage(browser, url);
  await untilBefore(page, 1, 1, 120_000);
  await page.locator('[data-console="attacker"]').click();
  const attacker = page.locator('[data-host="attacker"] .xterm-rows');
  await expect.poll(() => attacker.innerText(), { timeout: 20_000 }).toContain('attacker');
  await page.keyboard.type('nmap -p 22,5000 10.10.10.1\n');
  await page.getByText('port_scanners', { exact: true }).waitFor();
  // It has the rights of the container, not those of root of this machine.
  await page.keyboard.type('clear; mount -o remount,rw /proc/sys; stty size\n');
  await expect.poll(() => attacker.innerText(), { timeout: 20_000 }).toMatch(/denied|not permitted|must be superuser/);
  await expect.poll(() => attacker.innerText(), { timeout: 20_000 }).toMatch(/\d+ 1[0-9]\d/);
  expect(complaints).toEqual([]);
  expect(await end()).toBe(0);
});
