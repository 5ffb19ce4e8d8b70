import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeReports } from '../src/report/write-reports.ts';
import { openBrowser, openReport, showTimeline } from '../test/report/browser.ts';
import { generatedTrace } from '../test/report/generated-trace.ts';

// How long the report of ten thousand events takes to be written, opened and moved. On a quiet machine:
// node bench/report.ts

async function took(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

/** Run by the browser: the median time of a frame while the lanes scroll. */
const scrolling = `(async () => {
  const box = document.querySelector('.tl-scroll');
  const times = [];
  for (let frame = 0; frame < 40; frame += 1) {
    const before = performance.now();
    box.scrollTop += 25;
    await new Promise(requestAnimationFrame);
    times.push(performance.now() - before);
  }
  return times.sort((a, b) => a - b)[20];
})()`;

const folder = mkdtempSync(join(tmpdir(), 'knocklab-bench-report-'));
const events = generatedTrace();
writeFileSync(join(folder, 'trace.jsonl'), events.map((event) => `${JSON.stringify(event)}\n`).join(''));
const file = join(folder, 'index.html');
// Once for the page's own code and for Node to have compiled ours.
await writeReports(folder);
const size = statSync(file).size;
const written = await took(() => writeReports(folder));
const browser = await openBrowser();
let opened = Number.POSITIVE_INFINITY;
let drawn = Number.POSITIVE_INFINITY;
let frame = 0;
for (let round = 0; round < 3; round += 1) {
  const startedAt = performance.now();
  const { page } = await openReport(browser, file);
  opened = Math.min(opened, performance.now() - startedAt);
  drawn = Math.min(drawn, await took(() => showTimeline(page)));
  frame = Number(await page.evaluate(scrolling));
  await page.context().close();
}
await browser.close();
rmSync(folder, { recursive: true });
const ms = (value: number): string => `${Math.round(value)} ms`;
console.log(`${events.length} events, page of ${Math.round(size / 1000)} kB`);
console.log(
  `written ${ms(written)}, opened ${ms(opened)}, time axis drawn ${ms(drawn)}, a frame while scrolling ${ms(frame)}`,
);
