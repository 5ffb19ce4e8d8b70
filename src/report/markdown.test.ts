import { expect, test } from 'vitest';
import { scheme3Run } from './fixtures/scheme3-run.ts';
import { hostileRun, troubledRun } from './fixtures/troubled-run.ts';
import { renderMarkdown } from './markdown.ts';
import { buildRunModel } from './model.ts';
import { markdownBlock, markdownCode, markdownText } from './text/markdown-escape.ts';

const summaryOf = (...run: Parameters<typeof buildRunModel>): string => renderMarkdown(buildRunModel(...run));

test('begins with the verdict', () => {
  const [verdict, , totals] = summaryOf(scheme3Run()).split('\n');
  expect(verdict).toBe('## ✔ knocklab: passed');
  expect(totals).toBe(
    '1 scenario (1 passed) · 9 steps (8 passed, 1 skipped) · router twin · fabric netns · virtual clock · 7.84 s',
  );
});

test('shows a failure with the command that repeats it', () => {
  const summary = summaryOf(scheme3Run({ silentTelegram: true }));
  expect(summary).toContain('#### ✖ husain/scheme3 › 4 the administrator hears of the attack within a minute');
  expect(summary).toContain('**expected**\n\n```text\na message to chat -1001545507585 that matches /Action Drop');
  expect(summary).toContain('**observed**\n\n```text\nno message in 1 min of the router’s clock\n```');
  expect(summary).toContain('Repeat it: `npx knocklab run husain/scheme3`');
});

test('puts the paper beside what was observed', () => {
  expect(summaryOf(scheme3Run())).toContain(
    '| 2 | Activity log | Record log prefix goes into the system log. | 13 lines with their prefix. | **reproduced** |',
  );
  expect(summaryOf(scheme3Run())).toContain(
    '- **A targeted scan never touches the trap** – nmap -p 22,23,80,8291 sees',
  );
});

test('has a row for every scenario', () => {
  const rows = summaryOf(troubledRun())
    .split('\n')
    .filter((line) => line.startsWith('| `'));
  expect(rows.map((row) => row.split(' | ')[1])).toEqual([
    '✔ passed',
    '? inconclusive',
    '! error',
    '! error',
    '↷ skipped',
  ]);
});

test('says that a run was cut off, or ran nothing', () => {
  expect(summaryOf(scheme3Run().slice(0, 8))).toContain('> **Incomplete:** The trace ends before the run did');
  expect(summaryOf([])).toContain('No scenario was run.');
});

test('keeps the shape of its tables whatever the text', () => {
  const cells = (line: string): number => line.split(/(?<!\\)\|/).length;
  const lines = summaryOf(hostileRun()).split('\n');
  const tables = lines.filter((line) => line.startsWith('| '));
  expect(new Set(tables.filter((line) => line.startsWith('| 1 |')).map(cells))).toEqual(new Set([7]));
  expect(tables.length).toBeGreaterThan(4);
});

test.each([
  ['<b>bold</b>', '&#60;b&#62;bold&#60;/b&#62;'],
  ['a | b\nc', 'a &#124; b c'],
  ['[x](http://192.0.2.1)', '&#91;x&#93;(http:<!-- -->//192.0.2.1)'],
  ['thanks @someone', 'thanks @<!-- -->someone'],
  ['port_scanners', 'port_scanners'],
  ['_emphasis_', '&#95;emphasis&#95;'],
])('shows %j as it is', (text, expected) => {
  expect(markdownText(text)).toBe(expected);
});

test('fences text that holds a fence', () => {
  expect(markdownBlock('```\nx')).toBe('````text\n```\nx\n````');
  expect(markdownCode('a`b')).toBe('`` a`b ``');
});
