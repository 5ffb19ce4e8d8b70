import { expect, test } from 'vitest';
import type { AttackOutcome, EventBody } from '../trace/events.ts';
import { type AttemptHead, createAttempt } from './attempt.ts';
import { createStepRunner, type StepRunner } from './step-runner.ts';

const head: AttemptHead = { attack: 'replay', family: 'replay', title: 'sniff and replay', system: 'a/b' };

interface Tried {
  readonly steps: StepRunner;
  readonly events: readonly EventBody[];
}

async function attempt(outcome: AttackOutcome, more: Partial<AttemptHead> = {}, bail = false): Promise<Tried> {
  const events: EventBody[] = [];
  const emit = (event: EventBody): void => void events.push(event);
  const steps = createStepRunner({
    emit,
    enter: () => undefined,
    afterStep: async () => undefined,
    signal: new AbortController().signal,
    bail,
  });
  const tries = createAttempt(steps, emit);
  await tries({ ...head, ...more }, async () => ({ outcome, evidence: 'what was seen' })).catch(() => undefined);
  await tries({ ...head, ...more }, async () => ({ outcome, evidence: 'and again' })).catch(() => undefined);
  return { steps, events };
}

const statusOf = async (...args: Parameters<typeof attempt>): Promise<string> => (await attempt(...args)).steps.status;

test('a system has to hold, unless it is said that it does not', async () => {
  expect(await statusOf('holds')).toBe('passed');
  expect(await statusOf('gives way')).toBe('failed');
  expect(await statusOf('gives way', { expected: 'gives way' })).toBe('passed');
  expect(await statusOf('holds', { expected: 'gives way' })).toBe('failed');
});

test('what no filter can hold against has to give way: holding would be the measurement’s fault', async () => {
  expect(await statusOf('gives way', { inherent: 'it can be sent again' })).toBe('passed');
  expect(await statusOf('holds', { inherent: 'it can be sent again' })).toBe('failed');
});

test('an attack that does not apply passes, and says why', async () => {
  const { steps, events } = await attempt('not applicable');
  expect(steps.status).toBe('passed');
  expect(events.find((event) => event.type === 'attack')).toMatchObject({
    outcome: 'not applicable',
    expected: 'holds',
    evidence: 'what was seen',
  });
});

test('a scenario goes on after an attack that got through, but not with --bail', async () => {
  const begun = ({ events }: Tried): number => events.filter((event) => event.type === 'attack').length;
  expect(begun(await attempt('gives way'))).toBe(2);
  expect(begun(await attempt('gives way', {}, true))).toBe(1);
});
