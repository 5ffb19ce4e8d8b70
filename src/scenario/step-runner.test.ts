import { expect, test } from 'vitest';
import { InconclusiveError, KnocklabError } from '../core/errors.ts';
import type { EventBody } from '../trace/events.ts';
import { createStepRunner, type StepRunner, type StepRunnerOptions } from './step-runner.ts';

interface Run extends StepRunner {
  /** `title: status` of each step that ended. */
  readonly ends: string[];
  readonly events: EventBody[];
}

function runner(options: Partial<StepRunnerOptions> = {}): Run {
  const events: EventBody[] = [];
  const signal = new AbortController().signal;
  const steps = createStepRunner({
    emit: (event) => void events.push(event),
    enter: () => undefined,
    afterStep: async () => undefined,
    signal,
    ...options,
  });
  const ends = (): string[] =>
    events.flatMap((event) => (event.type === 'step-finished' ? [`${event.title}: ${event.status}`] : []));
  return Object.defineProperties(steps, { ends: { get: ends }, events: { value: events } }) as Run;
}

const fails = (): void => expect(1).toBe(2);

test('a passed step gives its result', async () => {
  const run = runner();
  expect(await run.step('one', () => 7)).toBe(7);
  expect(run.ends).toEqual(['one: passed']);
  expect(run.status).toBe('passed');
});

test('a passed step says what its checks saw', async () => {
  const run = runner();
  await run.step('one', () => run.witness({ passed: true, expected: 'open', observed: '22 open' }));
  await run.step('two', () => undefined);
  expect(run.events[1]).toMatchObject({ expected: 'open', observed: '22 open' });
  expect(run.events[3]).not.toHaveProperty('observed');
});

test('the first failed step ends the scenario', async () => {
  const run = runner();
  await expect(run.step('one', fails)).rejects.toThrow();
  await expect(run.step('two', () => 1)).rejects.toThrow();
  expect(run.ends).toEqual(['one: failed', 'two: skipped']);
  expect(run.status).toBe('failed');
});

test('a soft step fails and lets the scenario go on', async () => {
  const run = runner();
  expect(await run.step.soft('one', fails)).toBeUndefined();
  expect(await run.step('two', () => 2)).toBe(2);
  expect(run.ends).toEqual(['one: failed', 'two: passed']);
  expect(run.status).toBe('failed');
});

test.each([
  ['an assertion', fails, 'failed'],
  ['an inconclusive probe', () => Promise.reject(new InconclusiveError('nobody answered')), 'inconclusive'],
  ['a broken harness', () => Promise.reject(new KnocklabError('tool/missing', 'no nmap')), 'error'],
  ['a bug of the scenario', () => Promise.reject(new TypeError('x is not a function')), 'error'],
])('%s decides the status', async (_, body, status) => {
  const run = runner();
  await run.step.soft('one', body);
  expect(run.status).toBe(status);
});

test.each([
  [false, 'passed'],
  [true, 'skipped'],
])('a long step where time is real (%s) is %s', async (realTime, status) => {
  const run = runner({ realTime });
  await run.step.long('one', () => 1);
  await run.step('two', () => 2);
  expect(run.ends).toEqual([`one: ${status}`, 'two: passed']);
  expect(run.status).toBe('passed');
});

test('a failure shows the check that failed, not the ones that passed', async () => {
  const run = runner();
  await run.step.soft('one', () => {
    run.witness({ passed: true, expected: 'a', observed: 'a' });
    run.witness({ passed: false, expected: 'b', observed: 'c' });
    fails();
  });
  expect(run.events[1]).toMatchObject({ status: 'failed', expected: 'b', observed: 'c' });
});

test('a plain assertion shows both values', async () => {
  const run = runner();
  await run.step.soft('one', () => expect('shut').toBe('open'));
  expect(run.events[1]).toMatchObject({ expected: 'open', observed: 'shut' });
});

test('keeps code and remedy of what stopped the harness', async () => {
  const run = runner();
  const error = new KnocklabError('tool/missing', 'no nmap', { remedy: 'Install it.', cause: new Error('ENOENT') });
  await run.step.soft('one', () => Promise.reject(error));
  expect(run.error).toEqual({
    code: 'tool/missing',
    message: 'no nmap',
    remedy: 'Install it.',
    evidence: 'cause: ENOENT',
  });
});

test('a router that cannot be looked at makes a passed and a failed step an error', async () => {
  const dead = new KnocklabError('router/closed', 'the router is gone');
  const run = runner({ afterStep: () => Promise.reject(dead) });
  await run.step.soft('one', () => 1);
  await run.step.soft('two', fails);
  expect(run.ends).toEqual(['one: error', 'two: error']);
  expect(run.error?.code).toBe('router/closed');
});

test('refuses a step inside a step and a step without await', async () => {
  const run = runner();
  await run.step.soft('outer', () => run.step('inner', () => 1));
  expect(run.error?.code).toBe('input/step-nested');
  const first = run.step.soft('first', () => Promise.resolve());
  await expect(run.step('second', () => 1)).rejects.toThrow(/before step "first" has ended/);
  await first;
});

test('an interruption ends the step under way', async () => {
  const interrupt = new AbortController();
  const run = runner({ signal: interrupt.signal });
  const step = run.step('one', () => new Promise(() => undefined));
  interrupt.abort();
  await expect(step).rejects.toThrow('the run was interrupted');
  expect(run.error?.code).toBe('run/interrupted');
});

test('an error outside every step counts, one that ended a step counts once', async () => {
  const run = runner();
  const error = await run.step('one', fails).catch((thrown: unknown) => thrown);
  run.take(error);
  expect(run.status).toBe('failed');
  run.take(new TypeError('x is not a function'));
  expect(run.status).toBe('error');
});

test('numbers the steps', async () => {
  const numbers: (number | undefined)[] = [];
  const run = runner({ enter: (number) => void numbers.push(number) });
  await run.step('one', () => 1);
  run.skip(['two'], 'not possible here');
  expect(numbers).toEqual([1, undefined, 2, undefined]);
});
