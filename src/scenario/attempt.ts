import assert from 'node:assert/strict';
import type { AttackOutcome, EventBody, EventOf } from '../trace/events.ts';
import type { StepRunner } from './step-runner.ts';

/** An attack on a system, before it is known what comes of it. */
export type AttemptHead = Pick<EventOf<'attack'>, 'attack' | 'family' | 'title' | 'system' | 'inherent'> & {
  /** Anything else fails the step: `holds` unless given, `gives way` where it is inherent. */
  readonly expected?: AttackOutcome;
};

interface AttemptResult {
  readonly outcome: AttackOutcome;
  readonly evidence: string;
}

/** One attack as a step of its own. A scenario goes on after one that did not come out as expected. */
export type Attempt = (head: AttemptHead, body: () => Promise<AttemptResult>) => Promise<void>;

export function createAttempt(steps: StepRunner, emit: (body: EventBody) => void): Attempt {
  return async (head, body) => {
    await steps.step.soft(`attack: ${head.title}`, async () => {
      const result = await body();
      const expected = head.expected ?? (head.inherent === undefined ? 'holds' : 'gives way');
      emit({ type: 'attack', ...head, expected, ...result });
      const check = {
        passed: result.outcome === expected || result.outcome === 'not applicable',
        expected,
        observed: `${result.outcome}: ${result.evidence}`,
      };
      steps.witness(check);
      if (!check.passed) throw new assert.AssertionError({ message: 'attack', ...check, actual: check.observed });
    });
  };
}
