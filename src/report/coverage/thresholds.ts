import { plainLine } from '../text/plain-text.ts';
import {
  type Coverage,
  type CoverageKind,
  coverageKinds,
  type FileCoverage,
  isCounted,
  lineOf,
  percentOf,
} from './coverage.ts';

/** `rules=90`: at least so many percent. */
export interface Threshold {
  readonly kind: CoverageKind;
  readonly percent: number;
}

/** Undefined: it is none. */
export function parseThreshold(text: string): Threshold | undefined {
  const match = /^([a-z]+)=(\d{1,3}(?:\.\d+)?)$/.exec(text);
  const kind = coverageKinds.find((known) => known === match?.[1]);
  const percent = Number(match?.[2]);
  return kind === undefined || !(percent <= 100) ? undefined : { kind, percent };
}

/** What is below its threshold, a sentence each, with where to look. */
export function belowThresholds(coverage: Coverage, thresholds: readonly Threshold[]): string[] {
  return thresholds
    .filter(({ kind, percent }) => percentOf(coverage.totals[kind]) < percent)
    .map(({ kind, percent }) => {
      const { covered, total } = coverage.totals[kind];
      const places = coverage.files.flatMap((file) => placesIn(file, kind));
      const share = `${covered}/${total} (${percentOf(coverage.totals[kind])} %)`;
      return `${kind} ${share}, wanted ${percent} %: ${places.join('; ')}`;
    });
}

const mostLines = 12;

/** The lines of one file where something is missing: `gw.rsc lines 12, 14`. */
function placesIn(file: FileCoverage, kind: CoverageKind): string[] {
  const lines = [...new Set(missingLines(file)[kind])].toSorted((a, b) => a - b);
  if (lines.length === 0) return [];
  const more = lines.length > mostLines ? ` and ${lines.length - mostLines} more` : '';
  const shown = lines.slice(0, mostLines).join(', ');
  return [`${plainLine(file.file)} ${lines.length === 1 ? 'line' : 'lines'} ${shown}${more}`];
}

function missingLines({ rules, chains, transitions }: FileCoverage): Record<CoverageKind, readonly number[]> {
  const counted = rules.filter(isCounted);
  const lineOfList = new Map<string, number>(
    transitions.flatMap(({ list, line }) => (line === undefined ? [] : [[list, line] as const])),
  );
  return {
    rules: counted.filter(({ packets }) => packets === 0).map(lineOf),
    matchers: counted.filter(({ conditions }) => conditions.some(isHalf)).map(lineOf),
    chains: chains.filter(({ packets }) => packets === 0).map(({ line }) => line),
    lists: transitions.flatMap(({ times, line, list }) => (times > 0 ? [] : (line ?? lineOfList.get(list) ?? []))),
  };
}

const isHalf = ({ matched, turnedAway }: FileCoverage['rules'][number]['conditions'][number]): boolean =>
  matched === 0 || turnedAway === 0;
