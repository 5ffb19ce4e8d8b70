import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { openBrowser, openReport, showTimeline } from '../test/report/browser.ts';

// The pictures of reports in docs/images: of a run of the paper's third scheme, made now. `npm run docs:pictures`, with
// Chromium.

const root = join(import.meta.dirname, '..');
const images = join(import.meta.dirname, 'images');
const folder = mkdtempSync(join(tmpdir(), 'knocklab-pictures-'));

await execa(process.execPath, ['bin/knocklab.js', 'run', 'husain/scheme3', '--reporter', 'none', '--out', folder], {
  cwd: root,
});
const browser = await openBrowser();
const { page } = await openReport(browser, join(folder, 'latest', 'index.html'));
await page.screenshot({ path: join(images, 'report.png'), clip: { x: 0, y: 0, width: 1280, height: 640 } });
await showTimeline(page);
for (let step = 1; step <= 4; step += 1) await page.getByRole('button', { name: 'Next step' }).click();
await page.locator('.tl').screenshot({ path: join(images, 'time-axis.png') });
await pictureOfDemo();
await browser.close();
rmSync(folder, { recursive: true });

/** The live page as a projector shows it, with the attacker banned. */
async function pictureOfDemo(): Promise<void> {
  const demo = execa(process.execPath, ['bin/knocklab.js', 'demo', '--port', '0', '--out', folder], { cwd: root });
  for await (const line of demo) {
    const url = /http:\/\/\S+/.exec(line)?.[0];
    if (url === undefined) continue;
    const live = await browser.newPage({ viewport: { width: 1600, height: 1000 }, locale: 'en-GB' });
    await live.goto(url);
    for (let step = 1; step <= 4; step += 1) {
      await live.locator(`.step:nth-child(${step})[aria-current]`).waitFor();
      await live.locator('[data-phase="waiting"]').waitFor();
      await live.getByRole('button', { name: 'Next step' }).click();
    }
    await live.locator('.packet.filtered').first().waitFor();
    await live.waitForTimeout(900);
    await live.screenshot({ path: join(images, 'demo.png') });
    demo.kill('SIGINT');
    break;
  }
  await demo.catch(() => undefined);
}
