import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { TraceEvent } from '../trace/events.ts';
import { scheme3Run } from './fixtures/scheme3-run.ts';
import { reporters, writeReports } from './write-reports.ts';

/** A folder with the trace of a run. */
function runFolder(events: readonly TraceEvent[], remains = ''): string {
  const folder = mkdtempSync(join(tmpdir(), 'knocklab-report-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'trace.jsonl'), events.map((event) => `${JSON.stringify(event)}\n`).join('') + remains);
  return folder;
}

test('leaves every report beside the trace', async () => {
  const folder = runFolder(scheme3Run());
  await writeReports(folder);
  expect(readdirSync(folder).sort()).toEqual([
    'index.html',
    'junit.xml',
    'results.json',
    'results.sarif',
    'summary.md',
    'trace.jsonl',
  ]);
  expect(readFileSync(join(folder, 'index.html'), 'utf8')).toMatch(/^<!doctype html>/);
});

test('tells in every report that the run was cut off', async () => {
  const folder = runFolder(scheme3Run().slice(0, 20), '{"at":5,"type":"step-fin');
  await writeReports(folder);
  for (const name of Object.keys(reporters)) {
    expect(readFileSync(join(folder, name), 'utf8')).toContain('is cut: the harness was stopped while it wrote');
  }
});

test('writes the other reports when one breaks, and says which', async () => {
  const folder = runFolder(scheme3Run());
  const broken = () => {
    throw new Error('no such colour');
  };
  await expect(writeReports(folder, { ...reporters, 'junit.xml': broken })).rejects.toMatchObject({
    code: 'report/broken',
    message: expect.stringContaining('junit.xml'),
    evidence: 'junit.xml: Error: no such colour',
  });
  expect(readdirSync(folder).sort()).toEqual([
    'index.html',
    'results.json',
    'results.sarif',
    'summary.md',
    'trace.jsonl',
  ]);
});

test('reports on a run without events', async () => {
  const folder = runFolder([]);
  await writeReports(folder);
  expect(readFileSync(join(folder, 'summary.md'), 'utf8')).toContain('## ! knocklab: error');
});

test('names a folder that holds no run', async () => {
  await expect(writeReports('/nonexistent')).rejects.toMatchObject({ code: 'input/trace-unreadable' });
});
