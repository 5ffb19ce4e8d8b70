import assert from 'node:assert/strict';
import type { EventBody, EventOf } from '../trace/events.ts';
import type { StepRunner } from './step-runner.ts';

type IndicatorStatus = EventOf<'indicator'>['status'];

interface IndicatorClaim {
  /** What the publication claims. */
  readonly paper: string;
  /** What this scenario finds every time; any other status fails the step. */
  readonly expect?: IndicatorStatus;
}

interface IndicatorResult {
  readonly observed: string;
  readonly status: IndicatorStatus;
}

/**
 * One claim of a publication, tried out. That it does not hold is data; that it holds differently from what the
 * scenario declares (`expect`, otherwise `reproduced`) is a failure. It is a step of its own.
 */
export type Indicator = (
  number: number,
  name: string,
  claim: IndicatorClaim,
  body: () => Promise<IndicatorResult>,
) => Promise<IndicatorResult>;

export function createIndicator(steps: StepRunner, emit: (body: EventBody) => void): Indicator {
  return (number, name, { paper, expect = 'reproduced' }, body) =>
    steps.step(`indicator ${number}: ${name}`, async () => {
      const result = await body();
      emit({ type: 'indicator', number, name, paper, ...result });
      const check = {
        passed: result.status === expect,
        expected: `${expect} – the paper: ${paper}`,
        observed: `${result.status}: ${result.observed}`,
      };
      steps.witness(check);
      if (!check.passed) throw new assert.AssertionError({ message: 'indicator', ...check, actual: check.observed });
      return result;
    });
}
