import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeReports } from '../src/report/write-reports.ts';
import { findScenarioFiles } from '../src/scenario/scenario-files.ts';
import type { TraceEvent } from '../src/trace/events.ts';
import { readTrace } from '../src/trace/reader.ts';
import { faultsOf, faultsOfSeed, openBrowser } from './report/browser.ts';

// Every scenario of the project, run as a user runs them.

interface Results {
  readonly scenarios: readonly {
    readonly id: string;
    readonly status: string;
    readonly indicators?: readonly { readonly number: number; readonly status: string }[];
    readonly findings?: readonly { readonly name: string }[];
  }[];
}

const folder = mkdtempSync(join(tmpdir(), 'knocklab-scenarios-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function runAll(
  out: string,
  ...argv: string[]
): Promise<{ exitCode: number | undefined; output: string; results: Results }> {
  const { exitCode, all } = await execa(process.execPath, ['bin/knocklab.js', 'run', ...argv, '--out', out], {
    all: true,
    reject: false,
    env: { NO_COLOR: '1' },
  });
  return {
    exitCode,
    output: all,
    results: JSON.parse(readFileSync(join(out, 'latest', 'results.json'), 'utf8')) as Results,
  };
}

describe('all scenarios in one run', () => {
  let run: Awaited<ReturnType<typeof runAll>>;
  beforeAll(async () => {
    run = await runAll(join(folder, 'all'), '--workers', '2');
  }, 1_500_000);

  test('end with exit code 0', () => {
    expect(run.exitCode, run.output).toBe(0);
  });

  test('are every scenario of the folder, and each has passed', async () => {
    const ids = (await findScenarioFiles(process.cwd())).map(({ id }) => id).sort();
    // Several scenarios of one file have its id and their own titles.
    const fileOf = (id: string): string => ids.find((file) => id === file || id.startsWith(`${file}/`)) ?? id;
    const seen = run.results.scenarios.map(({ id, status }) => `${fileOf(id)} ${status}`);
    expect([...new Set(seen)].sort()).toEqual(ids.map((id) => `${id} passed`));
  });

  test('leave a report that opens at every size and keeps nobody out', async () => {
    const browser = await openBrowser();
    const faults = await faultsOf(browser, join(folder, 'all', 'latest', 'index.html'), 'all');
    await browser.close();
    expect(faults).toEqual([]);
  }, 300_000);

  test('leave for each publication a report that keeps nobody out', async () => {
    const trace = await readTrace(join(folder, 'all', 'latest', 'trace.jsonl'));
    const seeds = Map.groupBy(trace.events, ({ scenario }) => scenario?.split('/')[0]);
    const ofRun = seeds.get(undefined) ?? [];
    await using browser = await openBrowser();
    const faults: string[] = [];
    for (const [seed, events] of seeds) {
      if (seed === undefined) continue;
      const own = [...ofRun.slice(0, 1), ...firstScenarios(events), ...ofRun.slice(1)];
      const run = join(folder, seed);
      mkdirSync(run);
      writeFileSync(join(run, 'trace.jsonl'), own.map((event) => `${JSON.stringify(event)}\n`).join(''));
      await writeReports(run);
      faults.push(...(await faultsOfSeed(browser, join(run, 'index.html'), seed)).map((fault) => `${seed}: ${fault}`));
    }
    expect(seeds.size).toBeGreaterThan(4);
    expect(faults).toEqual([]);
  }, 300_000);

  test('give the indicators that the README shows', () => {
    const readme = readFileSync('README.md', 'utf8');
    const shown = [...readme.matchAll(/^\| (\d) \|.*\| ([^|]+) \|$/gm)].map(([, number, text = '']) => [
      Number(number),
      statusIn(text),
    ]);
    const observed = run.results.scenarios.find(({ id }) => id === 'husain/indicators')?.indicators ?? [];
    const inOrder = observed.toSorted((a, b) => a.number - b.number);
    expect(inOrder.map(({ number, status }) => [number, status])).toEqual(shown);
  });

  test('leave no bot token behind, in no file', () => {
    const files = readdirSync(join(folder, 'all'), { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    const telling = files.filter(({ parentPath, name }) =>
      readFileSync(join(parentPath, name), 'latin1').includes('knocklab-lab-token'),
    );
    expect(files.length).toBeGreaterThan(20);
    expect(telling.map(({ name }) => name)).toEqual([]);
  });

  test('name what the paper missed', () => {
    const ofThePaper = run.results.scenarios.filter(({ id }) => id.startsWith('husain/'));
    const findings = ofThePaper.flatMap((scenario) => scenario.findings ?? []).map(({ name }) => name);
    expect(findings.sort()).toEqual([
      'Figure 12 was not made by the scripts of Figures 9 and 10',
      'a sequential scan climbs the ladder',
      'a targeted scan is not noticed',
      'the alert comes up to a minute late',
      'the alerts repeat the first attack for ever',
      'the fifth knock bites later',
      'the first scan gets its answer',
    ]);
  });
});

test('scheme 2 passes on the real clock as well', async () => {
  const { exitCode, output } = await runAll(join(folder, 'real'), 'husain/scheme2', '--clock', 'real');
  expect(exitCode, output).toBe(0);
}, 240_000);

/** As many as axe can look through in a few seconds: it asks for the computed colours of every word. */
function firstScenarios(events: readonly TraceEvent[]): TraceEvent[] {
  const most = 400;
  const byScenario = [...Map.groupBy(events, ({ scenario }) => scenario).values()];
  const counts = byScenario.map((own) => own.length);
  return byScenario.filter((_, index) => index === 0 || sum(counts.slice(0, index + 1)) <= most).flat();
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

function statusIn(text: string): string {
  if (text.includes('not reproduced')) return 'not reproduced';
  return text.includes('with a correction') ? 'reproduced with a correction' : 'reproduced';
}
