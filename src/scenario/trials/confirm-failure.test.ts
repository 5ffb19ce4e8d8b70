import { expect, test } from 'vitest';
import type { Status } from '../../trace/events.ts';
import { runConfirmed } from './confirm-failure.ts';
import type { TrialOrder, TrialReport } from './trial.ts';

const plain = { text: 'as it is', rules: { clear: '', add: '' } };
const order: TrialOrder = { id: 1, text: 'broken', plain, steps: [6], count: [], timeoutMs: 1 };

/** What becomes of the mutant, and of the configuration as it is; the lab may be another one by then. */
async function confirmed(broken: Status, asItIs: Status, { passed = [''], isReplaced = false } = {}) {
  const lab = { number: 1, passed: new Set(passed) };
  const texts: string[] = [];
  const run = async ({ text, id }: TrialOrder): Promise<TrialReport> => {
    texts.push(text);
    if (text === plain.text && isReplaced) lab.number = 2;
    const status = text === plain.text ? asItIs : broken;
    return { id, status, timedOut: false, steps: [], countings: [], durationMs: 1, reused: true };
  };
  const { status } = await runConfirmed(order, lab, run);
  return { status, texts, isKnown: lab.passed.has('6') };
}

test('a failure counts where the steps pass without the fault, which is asked once for each lab', async () => {
  expect(await confirmed('failed', 'passed')).toEqual({
    status: 'failed',
    texts: ['broken', 'as it is'],
    isKnown: true,
  });
  expect(await confirmed('failed', 'failed', { passed: ['6'] })).toMatchObject({ status: 'failed', texts: ['broken'] });
});

test('steps that fail without the fault, too, have noticed nothing', async () => {
  expect(await confirmed('failed', 'failed')).toMatchObject({ status: 'inconclusive', isKnown: false });
  expect(await confirmed('failed', 'error')).toMatchObject({ status: 'inconclusive' });
});

test('another lab says nothing of the one in which they failed', async () => {
  expect(await confirmed('failed', 'passed', { isReplaced: true })).toMatchObject({ status: 'inconclusive' });
});

test('steps that pass on a mutant have passed in this lab', async () => {
  expect(await confirmed('passed', 'failed')).toEqual({ status: 'passed', texts: ['broken'], isKnown: true });
});
