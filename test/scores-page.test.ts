import { expect, test } from 'vitest';
import { type Report, scoresPage } from '../bench/scores-page.ts';

const report = (name: string, ...statuses: readonly string[]): Report => ({
  files: {
    [`lab/router/${name}`]: {
      mutants: statuses.map((status, index) => ({
        description: `rule ${index}`,
        status,
        ...(status === 'Survived' ? { statusReason: 'a reason' } : {}),
        coveredBy: ['a/edges'],
      })),
    },
  },
});

test('a row for each configuration, and each survivor with its reason', () => {
  const page = scoresPage([report('a/gw.rsc', 'Killed', 'Killed', 'Killed', 'Survived', 'Ignored')]);
  expect(page).toContain('| a/gw.rsc | 5 | 3 | 1 | 0 | 1 | 0 | 75.0 % | a/edges |');
  expect(page).toContain('- a/gw.rsc, `rule 3`: a reason\n');
});

test('what is not explained is said to be so', () => {
  expect(scoresPage([report('a/gw.rsc', 'Killed', 'NoCoverage')])).toContain('`rule 1` (NoCoverage): not explained');
});

test('a part that is taken anew takes its own place', () => {
  const page = scoresPage([report('a/gw.rsc', 'Killed', 'Survived'), report('b/gw.rsc', 'Killed')]);
  const again = scoresPage([report('a/gw.rsc', 'Killed', 'Killed')], page);
  expect(again).toContain('| a/gw.rsc | 2 | 2 | 0 | 0 | 0 | 0 | 100.0 % |');
  expect(again).toContain('| b/gw.rsc | 1 | 1 |');
  expect(again).toContain('Nothing survived.');
});
