import { expect, test } from 'vitest';
import type { TraceEvent } from '../trace/events.ts';
import { scheme3Run } from './fixtures/scheme3-run.ts';
import { hostileRun } from './fixtures/troubled-run.ts';
import { liveReporter } from './live-tree.ts';
import { terminalReporter } from './terminal.ts';

/** A screen that keeps what was written, and what is drawn below it now. */
function screen(rows = 24) {
  const written: string[] = [];
  let drawn = '';
  return {
    columns: 100,
    rows,
    colour: false,
    write: (text: string) => {
      written.push(text);
      drawn = '';
    },
    draw: (text: string) => {
      drawn = text;
    },
    clear: () => {
      drawn = '';
    },
    written: () => written.join(''),
    drawn: () => drawn,
  };
}

const clock = (ms: number) => ({ now: () => ms, pass: (by: number) => (ms += by) });

const step = (scenario: string, number: number): TraceEvent[] => [
  { at: 1, scenario, step: number, type: 'step-started', title: `step ${number}` },
  {
    at: 2,
    scenario,
    step: number,
    type: 'step-finished',
    title: `step ${number}`,
    status: 'passed',
    durationMs: 125,
  },
];

test('shows the step that runs with its time, below those that are over', () => {
  const [over, next] = [step('a/b', 1), step('a/b', 2).slice(0, 1)];
  const on = screen();
  const time = clock(0);
  const reporter = liveReporter(on, time.now);
  for (const event of [...over, ...next]) reporter.onEvent(event);
  time.pass(3200);
  reporter.tick();
  expect(on.drawn().split('\n')).toEqual([
    '',
    'a/b  3 s',
    '  ✔  1 step 1 125 ms',
    '  ⠙  2 step 2 3 s',
    '',
    '1 scenario under way · 1 step: 1 passed · 3 s',
    '',
  ]);
  expect(on.written()).toBe('');
});

test('leaves of a run what the reporter of lines writes', () => {
  const [live, lines] = [screen(), screen()];
  for (const reporter of [liveReporter(live, () => 0), terminalReporter(lines)]) {
    for (const event of scheme3Run({ silentTelegram: true })) reporter.onEvent(event);
    reporter.close({ report: 'index.html' });
  }
  expect(live.written()).toBe(lines.written());
  expect(live.drawn()).toBe('');
});

test('keeps what an interrupted scenario had shown', () => {
  const on = screen();
  const reporter = liveReporter(on, () => 0);
  for (const event of step('a/b', 1)) reporter.onEvent(event);
  reporter.close();
  expect(on.written()).toContain('a/b\n  ✔  1 step 1 125 ms\n');
});

test('fits several scenarios onto the screen, each with its latest steps', () => {
  const on = screen(16);
  const reporter = liveReporter(on, () => 0);
  for (const scenario of ['a', 'b']) {
    for (let number = 1; number <= 20; number += 1) {
      for (const event of step(scenario, number)) reporter.onEvent(event);
    }
  }
  reporter.tick();
  const lines = on.drawn().split('\n');
  expect(lines.length).toBeLessThanOrEqual(16);
  expect(lines.filter((line) => line.includes('20 step 20'))).toHaveLength(2);
  expect(lines.filter((line) => /… \d+ lines above/.test(line))).toHaveLength(2);
});

test('lets no text from the lab control the terminal while it is drawn', () => {
  const on = screen();
  const reporter = liveReporter(on, () => 0);
  for (const event of hostileRun().filter(({ type }) => type !== 'scenario-finished')) {
    reporter.onEvent(event);
    reporter.tick();
    expect(on.drawn()).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
  }
});
