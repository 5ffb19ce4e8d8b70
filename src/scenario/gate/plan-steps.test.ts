import { expect, test } from 'vitest';
import { planSteps } from './plan-steps.ts';

const never = (): never => {
  throw new Error('a step was carried out');
};

test('names the steps in their order without carrying them out', async () => {
  const plan = await planSteps(async ({ step, finding }) => {
    await step('one', never);
    for (const stage of [1, 2]) await step.soft(`stage ${stage}`, never);
    finding('a', 'b');
    await step.long('two', never);
  });
  expect(plan).toEqual({ titles: ['one', 'stage 1', 'stage 2', 'two'], whole: true });
});

test('ends where the body asks the lab', async () => {
  const plan = await planSteps(async ({ step, router, clock }) => {
    await step('one', never);
    const { lines } = await router.log();
    if (lines.length > 0) await clock.advance('1s');
    await step('two', never);
  });
  expect(plan).toEqual({ titles: ['one'], whole: false });
});

test('ends for a body that never stops', async () => {
  const plan = await planSteps(async ({ step }) => {
    for (;;) await step('again', never);
  });
  expect(plan.whole).toBe(false);
});
