import type { Status } from '../trace/events.ts';
import { type RunModel, type Trouble, troublesOf } from './model.ts';
import { durationText } from './text/duration-text.ts';
import { mark, type Painter } from './text/painter.ts';
import { plainLine } from './text/plain-text.ts';
import { repeatCommand } from './text/repeat-command.ts';
import { count, tally } from './text/status-text.ts';
import { troubleTitle } from './text/trouble-text.ts';

export interface Closing {
  /** Path of index.html as a user would type it. */
  readonly report?: string;
  /** Path of index.pdf, when it was asked for. */
  readonly pdf?: string;
  /** What went wrong while the reports were written. */
  readonly problems?: readonly string[];
}

/** The end of a run: the verdict, what went wrong, the one command that repeats just that, and where the report is. */
export function closingLines(model: RunModel, { report, pdf, problems = [] }: Closing, painter: Painter): string[] {
  const troubles = Map.groupBy(troublesOf(model), ({ scenario }) => scenario.id);
  return [
    '',
    totalsLine(model, painter),
    ...indicatorLines(model),
    ...[...troubles.values()].flatMap((all) => troubleLines(all, painter)),
    '',
    ...(troubles.size === 0 ? [] : [`repeat   ${plainLine(repeatCommand(model.command, ...troubles.keys()))}`]),
    ...[...model.problems, ...problems].map((problem) => `${painter.paint('red', 'problem')}  ${plainLine(problem)}`),
    ...(report === undefined ? [] : [`report   ${report}`]),
    ...(pdf === undefined ? [] : [`pdf      ${pdf}`]),
  ];
}

function totalsLine(model: RunModel, painter: Painter): string {
  const { status, scenarios, durationMs } = model;
  const steps = scenarios.flatMap((scenario) => scenario.steps.map((step) => step.status));
  const parts = [
    total(
      'scenario',
      scenarios.map((scenario) => scenario.status),
    ),
    total('step', steps),
    durationText(durationMs),
  ];
  return `${mark(status, painter)} ${painter.paint('bold', status)}  ${parts.join(' · ')}`;
}

function total(noun: string, statuses: readonly Status[]): string {
  return statuses.length === 0 ? `no ${noun}s` : `${count(statuses.length, noun)}: ${tally(statuses)}`;
}

function indicatorLines({ scenarios }: RunModel): string[] {
  const indicators = scenarios.flatMap((scenario) => scenario.indicators);
  const findings = scenarios.flatMap((scenario) => scenario.findings);
  const byStatus = [...Map.groupBy(indicators, ({ status }) => status)];
  const verdicts = byStatus.map(([status, all]) => `${all.length} ${status}`).join(', ');
  return [
    ...(indicators.length === 0 ? [] : [`  ${count(indicators.length, 'indicator')}: ${verdicts}`]),
    ...(findings.length === 0 ? [] : [`  ${count(findings.length, 'finding')}, see the report`]),
  ];
}

/** What went wrong in one scenario. */
function troubleLines(troubles: readonly Trouble[], painter: Painter): string[] {
  const lines = troubles.map((trouble) => {
    return `  ${mark(trouble.step?.status ?? trouble.scenario.status, painter)} ${plainLine(troubleTitle(trouble))}`;
  });
  return ['', ...lines];
}
