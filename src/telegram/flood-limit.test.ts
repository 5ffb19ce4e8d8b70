import { expect, test } from 'vitest';
import { FloodLimit } from './flood-limit.ts';

/** What each message at these seconds is answered: undefined when it is let through. */
function answersAt(...seconds: number[]): (number | undefined)[] {
  const limit = new FloodLimit();
  return seconds.map((second) => limit.retryAfterSeconds(1_700_000_000_000 + second * 1000));
}

test('lets a short burst through and then one a second', () => {
  expect(answersAt(0, 0, 0, 0, 0, 0, 1, 1)).toEqual([...Array(5).fill(undefined), 1, undefined, 1]);
});

test('lets one message a second through until the minute is full', () => {
  const answers = answersAt(...Array.from({ length: 22 }, (_, second) => second));
  expect(answers.slice(0, 20)).toEqual(Array(20).fill(undefined));
  expect(answers.slice(20)).toEqual([40, 39]);
});

test('lets a message through when the time it named is over', () => {
  const sent = Array.from({ length: 20 }, (_, second) => second);
  expect(answersAt(...sent, 20, 59, 60).slice(20)).toEqual([40, 1, undefined]);
});
