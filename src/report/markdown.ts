import { coverageKinds, coverageOf } from './coverage/coverage.ts';
import { shareText } from './coverage/coverage-text.ts';
import { outcomeMarks, resistanceTable } from './model/resistance.ts';
import type { ScenarioModel } from './model/scenario.ts';
import type { RunModel, Trouble } from './model.ts';
import { troublesOf } from './model.ts';
import { durationText } from './text/duration-text.ts';
import { markdownBlock, markdownCode, markdownText } from './text/markdown-escape.ts';
import { repeatCommand } from './text/repeat-command.ts';
import { count, marks, tally } from './text/status-text.ts';
import { troubleParts, troubleTitle } from './text/trouble-text.ts';

/** The text of summary.md, for a pull request or a job summary. */
export function renderMarkdown(model: RunModel): string {
  const sections = [
    verdict(model),
    scenarios(model),
    troubles(model),
    indicators(model),
    resistance(model),
    findings(model),
    coverage(model),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

function verdict(model: RunModel): string {
  const { status, router, fabric, clockMode, durationMs, scenarios: all } = model;
  const steps = all.flatMap((scenario) => scenario.steps);
  const lines = [
    `## ${marks[status]} knocklab: ${status}`,
    [
      `${count(all.length, 'scenario')}${all.length === 0 ? '' : ` (${tally(all.map((one) => one.status))})`}`,
      `${count(steps.length, 'step')}${steps.length === 0 ? '' : ` (${tally(steps.map((step) => step.status))})`}`,
      `router ${markdownText(router)}`,
      `fabric ${markdownText(fabric)}`,
      `${clockMode} clock`,
      durationText(durationMs),
    ].join(' · '),
    ...model.problems.map((problem) => `> **Incomplete:** ${markdownText(problem)}`),
  ];
  return lines.join('\n\n');
}

function scenarios({ scenarios: all }: RunModel): string {
  if (all.length === 0) return 'No scenario was run.';
  return table(['Scenario', 'Verdict', 'Steps', 'Configuration', 'Duration'], all.map(scenarioCells));
}

function coverage({ scenarios: all }: RunModel): string {
  const found = coverageOf(all);
  if (found === undefined) return '';
  const rows = found.files.map(({ file, totals }) => [
    markdownCode(file),
    ...coverageKinds.map((kind) => shareText(totals[kind])),
  ]);
  return `### Coverage\n\n${table(['Configuration', ...coverageKinds], rows)}`;
}

function scenarioCells(scenario: ScenarioModel): string[] {
  const { id, title, status, steps, start, durationMs, attempts } = scenario;
  return [
    `${markdownCode(id)}${title === id ? '' : `<br>${markdownText(title)}`}`,
    `${marks[status]} ${status}${attempts > 1 ? ` (attempt ${attempts})` : ''}`,
    tally(steps.map((step) => step.status)) || '–',
    start === undefined ? '–' : `${markdownCode(start.configuration)} ${markdownCode(start.sha256.slice(0, 12))}`,
    durationText(durationMs),
  ];
}

function troubles(model: RunModel): string {
  const all = troublesOf(model);
  if (all.length === 0) return '';
  return ['### What went wrong', ...all.map((trouble) => troubleSection(model, trouble))].join('\n\n');
}

function troubleSection({ command }: RunModel, trouble: Trouble): string {
  const status = trouble.step?.status ?? trouble.scenario.status;
  const parts = troubleParts(trouble).map(({ label, text }) => `**${label}**\n\n${markdownBlock(text)}`);
  const repeat = `Repeat it: ${markdownCode(repeatCommand(command, trouble.scenario.id))}`;
  return [`#### ${marks[status]} ${markdownText(troubleTitle(trouble))}`, ...parts, repeat].join('\n\n');
}

function indicators({ scenarios: all }: RunModel): string {
  const rows = all.flatMap((scenario) => scenario.indicators);
  if (rows.length === 0) return '';
  const cells = rows.map(({ number, name, paper, observed, status }) => {
    return [String(number), markdownText(name), markdownText(paper), markdownText(observed), `**${status}**`];
  });
  return `### Indicators\n\n${table(['No', 'Indicator', 'The paper', 'Observed', 'Verdict'], cells)}`;
}

function resistance({ scenarios: all }: RunModel): string {
  const { systems, rows } = resistanceTable(all);
  if (rows.length === 0) return '';
  const cells = rows.map(({ title, cells: outcomes }) => [
    markdownText(title),
    ...outcomes.map((cell) => (cell === undefined ? '' : `${outcomeMarks[cell.event.outcome]} ${cell.event.outcome}`)),
  ]);
  return `### Resistance\n\n${table(['Attack', ...systems.map(markdownCode)], cells)}`;
}

function findings({ scenarios: all }: RunModel): string {
  const items = all.flatMap((scenario) => scenario.findings);
  if (items.length === 0) return '';
  return ['### Findings', ...items.map(({ name, text }) => `- **${markdownText(name)}** – ${markdownText(text)}`)].join(
    '\n\n',
  );
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
