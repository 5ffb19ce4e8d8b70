import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { exitCodes, KnocklabError } from '../../core/errors.ts';
import { type Coverage, coverageOf } from '../../report/coverage/coverage.ts';
import { coverageJson } from '../../report/coverage/coverage-json.ts';
import { coverageText, totalsLines } from '../../report/coverage/coverage-text.ts';
import { lcovText } from '../../report/coverage/lcov.ts';
import { belowThresholds, type Threshold } from '../../report/coverage/thresholds.ts';
import { buildRunModel } from '../../report/model.ts';
import { createPainter, type Painter } from '../../report/text/painter.ts';
import { readTrace } from '../../trace/reader.ts';
import { hasColour, type Terminal } from '../terminal.ts';

export interface CoverageCommandOptions {
  readonly format: 'text' | 'json' | 'lcov';
  readonly threshold?: readonly Threshold[];
}

/** Prints what a run exercised of its configurations; exit code 1 when that is too little. */
export async function showCoverage(
  run: string,
  { format, threshold = [] }: CoverageCommandOptions,
  terminal: Terminal,
): Promise<number> {
  const coverage = await readCoverage(resolve(terminal.cwd, run));
  const text = { text: () => coverageText(coverage, painterOf(terminal)), json: coverageJson, lcov: lcovText }[format];
  terminal.stdout.write(text(coverage));
  return judge(coverage, threshold, terminal);
}

/** The end of a run: how much of each configuration, where more stands, and what is too little. */
export async function closeWithCoverage(
  directory: string,
  { shown, threshold }: { readonly shown: string | undefined; readonly threshold: readonly Threshold[] },
  terminal: Terminal,
): Promise<number> {
  const coverage = await readCoverage(directory);
  if (shown !== undefined) {
    const lines = [...totalsLines(coverage, painterOf(terminal)), `each rule: knocklab coverage ${shown}`];
    terminal.stdout.write(`\n${lines.join('\n')}\n`);
  }
  return judge(coverage, threshold, terminal);
}

async function readCoverage(directory: string): Promise<Coverage> {
  const file = join(directory, 'trace.jsonl');
  if (!existsSync(file)) {
    throw new KnocklabError('input/no-coverage', `There is no run in "${directory}".`, {
      remedy:
        'Measure first: knocklab run --coverage SCENARIO. Then give the folder of the run, such as reports/latest.',
    });
  }
  const { events, problems } = await readTrace(file);
  const coverage = coverageOf(buildRunModel(events, problems).scenarios);
  if (coverage !== undefined) return coverage;
  throw new KnocklabError('input/no-coverage', `The run in "${directory}" has measured no coverage.`, {
    remedy: 'Measure it: knocklab run --coverage. A scenario that stopped before its lab was up has none.',
  });
}

function judge(coverage: Coverage, thresholds: readonly Threshold[], terminal: Terminal): number {
  const below = belowThresholds(coverage, thresholds);
  const { paint } = painterOf(terminal);
  for (const sentence of below) terminal.stderr.write(`${paint('red', 'too little')}  ${sentence}\n`);
  return below.length === 0 ? exitCodes.passed : exitCodes.failed;
}

const painterOf = ({ stdout, env }: Terminal): Painter =>
  createPainter({ write: () => undefined, columns: stdout.columns ?? 120, colour: hasColour(stdout, env) });
