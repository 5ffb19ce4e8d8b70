import type { ScenarioModel } from '../model/scenario.ts';
import { durationText } from '../text/duration-text.ts';
import type { Placed } from '../timeline/timeline.ts';
import { partAnchor, type ScenarioPart, scenarioAnchor } from './anchors.ts';
import { artifactsPart, exportPart } from './exports.ts';
import { type Content, html, type Markup } from './markup.ts';
import { messagesPart } from './messages.ts';
import { code, statusChip } from './parts.ts';
import { portsPart } from './ports.ts';
import { listsPart, logPart } from './router-state.ts';
import { rulesPart } from './rules.ts';
import { scansPart } from './scans.ts';
import { stepsPart } from './steps.ts';
import { timelinePart } from './timeline.ts';
import { topologyDrawing } from './topology.ts';

/** One part of a scenario, ready for the page and for the list of contents. */
export interface Part {
  readonly anchor: string;
  readonly title: string;
  readonly content: Content;
}

/** The parts that have something to show, in the order in which they are read. */
export function scenarioParts(scenario: ScenarioModel, index: number, placed: Placed): Part[] {
  const { lab } = scenario;
  const parts: readonly (readonly [ScenarioPart, string, Content])[] = [
    ['timeline', 'Everything on one time axis', timelinePart(scenario, index)],
    ['topology', 'Topology', lab && topologyDrawing(lab, `Topology of ${scenario.title}`, scenarioAnchor(index))],
    ['steps', 'Steps', stepsPart(scenario, index)],
    ['ports', 'Port states over time', portsPart(scenario, index)],
    ['scans', 'nmap before and after', scansPart(scenario, index)],
    ['lists', 'Address lists over time', listsPart(scenario, index)],
    ['messages', 'Telegram messages', messagesPart(scenario, placed.messages, index)],
    ['log', 'Router log', logPart(scenario)],
    ['rules', 'Firewall rules', rulesPart(scenario, index, placed.lines)],
    ['export', 'Configuration before and after', exportPart(scenario)],
    ['artifacts', 'Artifacts', artifactsPart(scenario)],
  ];
  return parts
    .filter(([, , content]) => content !== undefined)
    .map(([name, title, content]) => ({ anchor: partAnchor(index, name), title, content }));
}

/** One scenario; `several` says that neither its configuration nor its story was told above already. */
export function scenarioSection(
  scenario: ScenarioModel,
  index: number,
  parts: readonly Part[],
  { several, story }: { readonly several: boolean; readonly story: Content },
): Markup {
  const anchor = scenarioAnchor(index);
  return html`<section class="scenario" aria-labelledby="${anchor}">
<header class="scenario-head"><h2 id="${anchor}">${scenario.title}</h2>
<p>${statusChip(scenario.status)} ${code(scenario.id)} <span class="muted">${durationText(scenario.durationMs)}${scenario.attempts > 1 && `, attempt ${scenario.attempts}`}</span></p>
${about(scenario, several)}</header>
${story}
${parts.map(
  (part) => html`<section><h3 id="${part.anchor}">${part.title}</h3>
${part.content}</section>
`,
)}</section>`;
}

function about({ start, notes, status, error }: ScenarioModel, several: boolean): Content {
  return [
    status === 'skipped' && error !== undefined && html`<p>Skipped: ${error.message}</p>`,
    start?.about !== undefined && html`<p class="about">${start.about}</p>`,
    several &&
      start !== undefined &&
      html`<p class="muted small">${code(start.configuration)} sha256 ${code(start.sha256)} · RouterOS ${start.ros} · ${code(start.topology)}</p>`,
    notes.length > 0 &&
      html`<div class="notice" role="note"><strong>The router notes:</strong><ul>${notes.map((note) => html`<li>${note}</li>`)}</ul></div>`,
  ];
}
