import { expect, test } from 'vitest';
import type { TraceEvent } from '../trace/events.ts';
import { recorder } from './fixtures/recorder.ts';
import { mergeTraces } from './merge-traces.ts';
import { buildRunModel } from './model.ts';

function shard(id: string, startedAt: string, status: 'passed' | 'failed'): TraceEvent[] {
  const run = recorder('2026-03-02T09:00:00');
  const about = {
    version: 1,
    run: id,
    startedAt,
    command: 'knocklab run',
    fabric: 'netns',
    clockMode: 'virtual',
  } as const;
  run.add({ type: 'run-started', ...about, router: 'twin', tools: { [id]: '1' } });
  run.scenario(id);
  const file = { file: `${id}.ts`, topology: 'paper', configuration: 'a.rsc', sha256: '', ros: '7' };
  run.add({ type: 'scenario-started', title: id, ...file });
  run.step(`of ${id}`, { status }, () => {
    run.add({ type: 'telegram', method: 'm', httpStatus: 200, bot: '1', declared: true, receivedAt: 5 });
  });
  run.add({ type: 'scenario-finished', status, durationMs: 1 });
  run.finish(status === 'passed' ? 0 : 1);
  return [...run.events];
}

const first = shard('a', '2026-03-02T09:00:00.000Z', 'passed');
const second = shard('b', '2026-03-02T09:00:10.000Z', 'failed');

test('makes one run of shards, on the axis of the first', () => {
  const events = mergeTraces([second, first], 'whole', 'knocklab report merge');
  const model = buildRunModel(events);
  expect(model).toMatchObject({ run: 'whole', exitCode: 1, finished: true, tools: { a: '1', b: '1' } });
  expect(model.scenarios.map(({ id, status }) => `${id} ${status}`)).toEqual(['a passed', 'b failed']);
  const messages = events.filter((event) => event.type === 'telegram');
  expect(messages.map(({ receivedAt }) => receivedAt)).toEqual([5, 10_005]);
  expect(events.map(({ at }) => at)).toEqual(events.map(({ at }) => at).toSorted((a, b) => a - b));
});

test('is cut off when one of its parts is', () => {
  const model = buildRunModel(mergeTraces([first, second.slice(0, -1)], 'whole', ''));
  expect(model.finished).toBe(false);
});

test('a scenario that ran again counts as it ended last', () => {
  const again = shard('b', '2026-03-02T10:00:00.000Z', 'passed');
  const model = buildRunModel(mergeTraces([second, again], 'whole', ''));
  expect(model.scenarios.map(({ id, status, attempts }) => [id, status, attempts])).toEqual([['b', 'passed', 2]]);
});
