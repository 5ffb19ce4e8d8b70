import type { Check, Observation } from '../check.ts';
import { countCheck, matchesText, patternText, type TextPattern, type Times } from './text.ts';

interface LogLine {
  readonly time: string;
  readonly topics: string;
  readonly message: string;
}

/** The router's log at one moment, oldest line first. */
export interface LogObservation extends Observation {
  readonly lines: readonly LogLine[];
}

const shownLines = 3;

export function checkLogged({ lines }: LogObservation, pattern: TextPattern, times: Times = {}, isNot = false): Check {
  const found = lines.filter(({ message }) => matchesText(message, pattern));
  const { passed, wanted } = countCheck(found.length, times, isNot);
  return {
    passed,
    expected: `log lines matching ${patternText(pattern)}: ${wanted}`,
    observed: `${found.length} of ${lines.length} log lines${excerpt(found.length > 0 ? found : lines)}`,
  };
}

function excerpt(lines: readonly LogLine[]): string {
  const last = lines.slice(-shownLines).map(({ time, message }) => `${time} ${message}`);
  return last.length === 0 ? '' : `; the last: ${last.join(' | ')}`;
}
