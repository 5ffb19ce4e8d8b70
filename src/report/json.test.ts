import { expect, test } from 'vitest';
import type { TraceEvent } from '../trace/events.ts';
import { scheme3Run } from './fixtures/scheme3-run.ts';
import { troubledRun } from './fixtures/troubled-run.ts';
import { type Results, renderJson } from './json.ts';
import { buildRunModel } from './model.ts';

const resultsOf = (events: readonly TraceEvent[]): Results => JSON.parse(renderJson(buildRunModel(events)));

test('has the fields that other programs rely on', () => {
  const results = resultsOf(scheme3Run({ silentTelegram: true }));
  expect(results).toMatchObject({
    version: 1,
    run: '2026-03-02T09-14-07',
    router: 'twin',
    fabric: 'netns',
    clock: 'virtual',
    exitCode: 1,
    complete: true,
  });
  const [scenario] = results.scenarios;
  expect(scenario).toMatchObject({
    id: 'husain/scheme3',
    title: 'Scheme 3: knocking and Telegram',
    seed: 'husain-2023',
    status: 'failed',
    durationMs: 5120,
  });
  expect(scenario?.steps[3]).toEqual({
    title: 'the administrator hears of the attack within a minute',
    status: 'failed',
    expected: 'a message to chat -1001545507585 that matches /Action Drop Occurred/',
    observed: 'no message in 1 min of the router’s clock',
    durationMs: expect.any(Number),
  });
  expect(scenario?.indicators?.at(-1)).toEqual({
    number: 8,
    name: 'Attempt 25 consecutive attacks',
    paper: expect.stringContaining('all attack notifications'),
    observed: '25 attacks, 25 messages; 24 of them repeat the first attack.',
    status: 'not reproduced',
  });
  expect(scenario?.findings).toHaveLength(2);
});

test('leaves out what a scenario does not have', () => {
  const [scenario] = resultsOf(troubledRun()).scenarios;
  expect(Object.keys(scenario ?? {})).toEqual(['id', 'title', 'status', 'durationMs', 'steps']);
});

test('says what stopped the harness', () => {
  const broken = resultsOf(troubledRun()).scenarios.find(({ id }) => id === 'broken/file');
  expect(broken).toMatchObject({ status: 'error', error: { code: 'input/scenario', remedy: 'Correct the step.' } });
});

test('says that a run was cut off', () => {
  expect(resultsOf(scheme3Run().slice(0, 8))).toMatchObject({
    complete: false,
    exitCode: 3,
    problems: [expect.stringContaining('cut off')],
    scenarios: [{ status: 'error' }],
  });
});
