import { type PortCell, type PortRow, type PortSeries, portSeries, type Scan } from '../model/port-series.ts';
import type { ScenarioModel } from '../model/scenario.ts';
import { stepAnchor } from './anchors.ts';
import { stateClass } from './happenings.ts';
import { type Content, html, type Markup } from './markup.ts';
import { emptyCell, matrixTables } from './matrix.ts';
import { clockTime, code } from './parts.ts';

/** Port states over time: a table for each pair of hosts, its scans in order. */
export function portsPart({ events }: ScenarioModel, index: number): Content {
  const all = portSeries(events);
  return all.length === 0 ? undefined : [legend, all.map((series) => seriesTable(series, index))];
}

const legend = html`<p class="legend">As the scanning host saw them. <span class="port-chip port-open">open</span> <span class="port-chip port-closed">closed</span> <span class="port-chip port-filtered">filtered</span> <span class="port-chip port-unsure">open|filtered</span> <span class="changed-sample">underlined: another state than in the scan before</span>; – not listed by that scan.</p>`;

function seriesTable({ from, target, address, scans, rows, unchanged }: PortSeries, index: number): Content {
  const others = scans.some(({ event }) => event.others.length > 0);
  return [
    matrixTables({
      label: `Port states ${from} to ${target}`,
      caption: html`${from} → ${target} ${code(address)}`,
      corner: 'Port',
      heads: scans.map((scan) => scanHead(scan, index)),
      rows: [...rows.map(portRow), ...(others ? [othersRow(scans)] : [])],
    }),
    unchanged > 0 &&
      html`<p class="muted">${unchanged} more ports were listed, never open and always in one state.</p>`,
  ];
}

function scanHead({ number, event }: Scan, index: number): Markup {
  const { step, clock, profile } = event;
  const place = step !== undefined && html`<a href="#${stepAnchor(index, step)}">step ${step}</a>`;
  return html`scan ${number}<div class="scan-about">${profile}<br>${place}${clock !== undefined && html`<br>${clockTime(clock)}`}</div>`;
}

function portRow({ port, protocol, cells }: PortRow) {
  const service = cells.find((cell) => cell.service !== undefined)?.service;
  const head = html`<b>${port}</b>/${protocol} <span class="muted">${service}</span>`;
  return { head, cells: cells.map(portCell) };
}

function othersRow(scans: readonly Scan[]) {
  const cells = scans.map(({ event }) => {
    return html`<td class="others">${event.others.map(({ state, count }) => html`<div>${count} ${state}</div>`)}</td>`;
  });
  return { head: 'others', cells };
}

function portCell({ state, previous }: PortCell): Markup {
  if (state === undefined) return emptyCell('not listed');
  const changed = previous === undefined ? '' : 'port-changed';
  return html`<td class="port-cell port-${stateClass(state)} ${changed}" title="${previous && `was ${previous}`}"><span>${state}</span></td>`;
}
