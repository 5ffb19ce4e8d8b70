import { expect, test } from 'vitest';
import { recorder } from './fixtures/recorder.ts';
import { scheme3Run } from './fixtures/scheme3-run.ts';
import { troubledRun } from './fixtures/troubled-run.ts';
import { artifactsOf } from './model/artifacts.ts';
import { diffLines } from './model/line-diff.ts';
import { listHistory } from './model/list-history.ts';
import { messagesOf } from './model/messages.ts';
import { portSeries } from './model/port-series.ts';
import { ruleCounters } from './model/rule-counters.ts';
import { buildRunModel, troublesOf } from './model.ts';

test('puts what happened into its step', () => {
  const [scenario] = buildRunModel(scheme3Run()).scenarios;
  expect(scenario?.steps.map(({ number, status }) => `${number} ${status}`)).toEqual([
    '1 passed',
    '2 passed',
    '3 passed',
    '4 passed',
    '5 passed',
    '6 passed',
    '7 passed',
    '8 skipped',
    '9 passed',
  ]);
  expect(scenario?.steps[2]?.events.map(({ type }) => type)).toEqual(['ping', 'ping', 'connect']);
});

test('keeps scenarios apart that ran side by side', () => {
  const a = recorder('2026-03-02T09:00:00');
  const b = recorder('2026-03-02T09:00:00');
  for (const [run, id] of [
    [a, 'a'],
    [b, 'b'],
  ] as const) {
    run.scenario(id);
    run.step(`of ${id}`, { status: 'passed' }, () => undefined);
    run.add({ type: 'scenario-finished', status: 'passed', durationMs: 1 });
  }
  const mixed = a.events.flatMap((event, index) => [event, ...b.events.slice(index, index + 1)]);
  const steps = buildRunModel(mixed).scenarios.map(({ steps: own }) => own.map(({ title }) => title));
  expect(steps).toEqual([['of a'], ['of b']]);
});

test('a run that was cut off is an error, in the step where it happened', () => {
  const whole = scheme3Run();
  const cut = whole.slice(0, whole.findIndex((event) => event.type === 'ping') + 1);
  const model = buildRunModel(cut);
  expect(model).toMatchObject({ status: 'error', exitCode: 3, finished: false });
  expect(model.problems).toEqual([expect.stringContaining('cut off')]);
  expect(model.scenarios[0]?.steps.at(-1)).toMatchObject({ number: 3, status: 'error' });
  expect(troublesOf(model)).toHaveLength(1);
});

test('has a model of nothing at all', () => {
  expect(buildRunModel([])).toMatchObject({ status: 'error', exitCode: 3, scenarios: [] });
});

test('names each trouble once, with what stopped the harness at its step', () => {
  const troubles = troublesOf(buildRunModel(troubledRun()));
  expect(troubles.map(({ scenario, step, error }) => [scenario.id, step?.number, error?.code])).toEqual([
    ['udp/blind', 1, undefined],
    ['lab/none', 1, 'tool/missing'],
    ['broken/file', undefined, 'input/scenario'],
  ]);
});

test('follows a port from scan to scan', () => {
  const [series] = portSeries(scheme3Run());
  const states = series?.rows.find(({ port }) => port === 22)?.cells.map(({ state, previous }) => [state, previous]);
  expect(states).toEqual([
    ['open', undefined],
    ['open', undefined],
    ['filtered', 'open'],
    ['open', 'filtered'],
    ['filtered', 'open'],
    [undefined, undefined],
  ]);
});

test('keeps ports that never mattered out of a long series', () => {
  const run = recorder('2026-03-02T09:00:00');
  const ports = Array.from({ length: 60 }, (_none, port) => {
    return { port: port + 1, protocol: 'tcp', state: port === 7 ? 'open' : 'filtered' } as const;
  });
  const about = { from: 'a', target: 'b', address: '192.0.2.1', profile: 'all', durationMs: 1, others: [] };
  run.add({ type: 'port-states', ...about, ports });
  const [series] = portSeries(run.events);
  expect(series?.rows.map(({ port }) => port)).toEqual([8]);
  expect(series?.unchanged).toBe(59);
});

test('tells rules that were hit from those that never were', () => {
  const rules = ruleCounters(scheme3Run());
  const packets = rules.map(({ rule, first, last, neverHit }) => [rule.number, first?.packets, last.packets, neverHit]);
  expect(packets[8]).toEqual([8, 0, 1, false]);
  expect(packets[12]).toEqual([12, 0, 8, false]);
  expect(packets[11]).toEqual([11, 0, 0, true]);
});

test('shows when an address-list entry came and went', () => {
  const { readings, rows, unchanged } = listHistory(scheme3Run());
  expect(readings.map(({ step }) => step)).toEqual([undefined, 2, 5, 7]);
  expect(unchanged).toBe(0);
  expect(rows.map(({ list, cells }) => [list, ...cells.map((entry) => entry?.timeout)])).toEqual([
    ['authenticated_clients', undefined, undefined, '59m58s', undefined],
    ['port_scanners', undefined, '23h59m31s', '23h59m31s', '23h59m31s'],
  ]);
});

test('measures a message from the act before it, by the router’s clock', () => {
  const [first, second] = messagesOf(scheme3Run());
  expect(first?.after).toMatchObject({ act: { type: 'port-states', step: 2 }, delayMs: 62_000 });
  expect(second?.after).toMatchObject({ act: { type: 'port-states', step: 5 }, delayMs: 60_000 });
});

test('gives no delay to a message that nothing came before', () => {
  const run = recorder('2026-03-02T09:00:00');
  run.scenario('s');
  run.add({ type: 'telegram', method: 'getMe', httpStatus: 200, bot: '1', declared: true });
  expect(messagesOf(run.events)[0]?.after).toBeUndefined();
});

test('lists each artifact once, by what it is', () => {
  const artifacts = artifactsOf(scheme3Run());
  expect(new Set(artifacts.map(({ path }) => path)).size).toBe(artifacts.length);
  expect(artifacts.find(({ path }) => path.endsWith('scan-1.xml'))?.what).toContain('nmap’s XML');
});

test.each([
  ['', '', ' '],
  ['a\nb\nc', 'a\nb\nc', ' a, b, c'],
  ['a\nb\nc', 'a\nx\nc', ' a,-b,+x, c'],
  ['a\nc', 'a\nb\nc', ' a,+b, c'],
  ['a\nb\na\nc', 'b\na\nc\na', '-a, b, a, c,+a'],
])('turns %j into %j line by line', (before, after, expected) => {
  const signs = { same: ' ', added: '+', removed: '-' };
  expect(
    diffLines(before, after)
      .map(({ change, text }) => signs[change] + text)
      .join(','),
  ).toBe(expected);
});

test('a run that was cut off between two scenarios is no pass', () => {
  const events = scheme3Run().filter(({ type }) => type !== 'run-finished');
  expect(buildRunModel(scheme3Run())).toMatchObject({ finished: true, exitCode: 0 });
  expect(buildRunModel(events)).toMatchObject({ finished: false, status: 'error', exitCode: 3 });
});
