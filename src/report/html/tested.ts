import { wholeScenarios } from '../../trace/brief-events.ts';
import type { EventOf } from '../../trace/events.ts';
import type { ScenarioModel } from '../model/scenario.ts';
import type { RunModel } from '../model.ts';
import { durationText } from '../text/duration-text.ts';
import { tally } from '../text/status-text.ts';
import { scenarioAnchor } from './anchors.ts';
import { type Content, html, type Markup } from './markup.ts';
import { artifactLink, code, statusChip, table } from './parts.ts';

/** What was tested, where and with what: enough to do it again. */
export function testedSection(model: RunModel): Markup {
  const { scenarios } = model;
  const only = scenarios.length === 1 ? scenarios[0]?.start : undefined;
  return html`<section aria-labelledby="tested"><h2 id="tested">What was tested</h2>
<dl class="facts">${only && scenarioFacts(only)}${runFacts(model, only)}</dl>
${scenarios.some(({ start }) => start?.brief === true) && html`<p class="notice">In a run of so many scenarios only the first ${wholeScenarios}, and those that did not pass, are told in full; of the others the trace has everything.</p>`}
${scenarios.length > 1 && scenarioTable(model)}
</section>`;
}

function fact(name: string, value: Content, kind?: 'long'): Markup {
  return html`<div class="${kind && 'facts-long'}"><dt>${name}</dt><dd>${value}</dd></div>
`;
}

function scenarioFacts({ configuration, sha256, file, topology }: EventOf<'scenario-started'>): Content {
  return [
    fact('Configuration', [code(configuration), html`<br><small class="muted">sha256 ${code(sha256)}</small>`], 'long'),
    fact('Scenario', code(file)),
    fact('Topology', code(topology)),
  ];
}

function runFacts(model: RunModel, only: EventOf<'scenario-started'> | undefined): Content {
  const { router, fabric, clockMode, startedAt, command, tools } = model;
  return [
    fact('Router', [router, only && `, RouterOS ${only.ros}`]),
    fact('Fabric', fabric),
    fact('Clock', clockMode === 'virtual' ? 'virtual: moved by the scenario' : 'real: waited for'),
    fact('Started', startedAt === '' ? 'unknown' : html`<time datetime="${startedAt}">${dateTime(startedAt)}</time>`),
    fact('Command', code(command), 'long'),
    Object.keys(tools).length > 0 && fact('Tools', Object.entries(tools).map(tool), 'long'),
    fact('Trace', artifactLink('trace.jsonl'), 'long'),
  ];
}

function tool([name, version]: readonly [string, string]): Markup {
  return html`<span class="tool">${name} ${version}</span> `;
}

function dateTime(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;
}

function scenarioTable({ scenarios }: RunModel): Markup {
  const columns = [
    { name: 'Scenario' },
    { name: 'Verdict' },
    { name: 'Steps' },
    { name: 'Configuration' },
    { name: 'Duration', kind: 'number' },
  ] as const;
  const rows = scenarios.map((scenario, index) => ({ cells: scenarioCells(scenario, index) }));
  return table('Scenarios', columns, rows, 'stacked');
}

function scenarioCells(scenario: ScenarioModel, index: number): Content[] {
  const { id, title, status, steps, start, durationMs } = scenario;
  return [
    html`${start?.brief === true ? id : html`<a href="#${scenarioAnchor(index)}">${id}</a>`}${title !== id && html`<br><small>${title}</small>`}`,
    statusChip(status),
    tally(steps.map((step) => step.status)),
    start && configurationCell(start),
    durationText(durationMs),
  ];
}

function configurationCell({ configuration, sha256 }: EventOf<'scenario-started'>): Markup {
  return html`${code(configuration)}<br><small class="muted">sha256 ${code(`${sha256.slice(0, 12)}…`)}</small>`;
}
