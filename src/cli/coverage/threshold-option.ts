import { InvalidArgumentError } from 'commander';
import { coverageKinds } from '../../report/coverage/coverage.ts';
import { parseThreshold, type Threshold } from '../../report/coverage/thresholds.ts';

/** How much has to be covered: the same for the command that measures and the one that shows. */
export const thresholdOption = [
  '--threshold <what=percent>',
  `exit with 1 when less is covered of ${coverageKinds.join(', ')}: rules=90; may be given several times`,
  withThreshold,
] as const;

function withThreshold(text: string, before: readonly Threshold[] = []): readonly Threshold[] {
  const threshold = parseThreshold(text);
  if (threshold !== undefined) return [...before, threshold];
  throw new InvalidArgumentError(`Give one of ${coverageKinds.join(', ')} and 0 to 100 percent: rules=90.`);
}
