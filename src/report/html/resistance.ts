import { outcomeMarks, type ResistanceCell, type ResistanceRow, resistanceTable } from '../model/resistance.ts';
import type { RunModel } from '../model.ts';
import { stepAnchor } from './anchors.ts';
import { type Content, html, type Markup } from './markup.ts';
import { matrixTables } from './matrix.ts';
import { code, fold } from './parts.ts';

/** Which system holds against which attack, each cell with its evidence. */
export function resistanceSection({ scenarios }: RunModel): Content {
  const { systems, rows } = resistanceTable(scenarios);
  if (rows.length === 0) return undefined;
  return html`<section aria-labelledby="resistance"><h2 id="resistance">Resistance: what each system holds against</h2>
${legend}
${matrixTables({
  label: 'Resistance',
  caption: 'Attacks and systems',
  corner: 'Attack',
  heads: systems.map((system) => code(system)),
  rows: rows.map((row) => ({ head: row.title, cells: row.cells.map(outcomeCell) })),
})}
${rows.map((row) => evidence(row))}</section>`;
}

const legend = html`<p class="legend"><span class="port-chip outcome-holds">✔ holds</span> the attacker got nothing. <span class="port-chip outcome-gives-way">✖ gives way</span> he got what he wanted. <span class="port-chip outcome-inherent">✖ gives way</span> and no packet filter could have held. – says nothing about this system. Each cell leads to its step.</p>`;

function outcomeCell(cell: ResistanceCell | undefined): Markup {
  if (cell === undefined)
    return html`<td class="outcome outcome-none"><span class="visually-hidden">not tried</span></td>`;
  const { event, scenario } = cell;
  const label = html`<span aria-hidden="true">${outcomeMarks[event.outcome]}</span> ${event.outcome}`;
  const link = event.step === undefined ? label : html`<a href="#${stepAnchor(scenario, event.step)}">${label}</a>`;
  return html`<td class="outcome outcome-${outcomeClass(cell)}" title="${event.evidence}">${link}</td>`;
}

function outcomeClass({ event }: ResistanceCell): string {
  if (event.outcome === 'holds') return 'holds';
  if (event.outcome === 'not applicable') return 'none';
  return event.inherent === undefined ? 'gives-way' : 'inherent';
}

function evidence({ title, cells }: ResistanceRow): Markup {
  const items = cells.flatMap((cell) => (cell === undefined ? [] : evidenceItem(cell)));
  return fold(title, html`<dl class="evidence">${items}</dl>`);
}

function evidenceItem({ event }: ResistanceCell): Markup {
  const { system, outcome, evidence: seen, inherent } = event;
  return html`<dt>${code(system)} ${outcome}</dt><dd>${seen}${inherent !== undefined && html` <span class="muted">${inherent}</span>`}</dd>`;
}
