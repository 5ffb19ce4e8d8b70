import type { AddressListRow, EventHead } from '../../trace/events.ts';
import { listHistory } from '../model/list-history.ts';
import type { ScenarioModel } from '../model/scenario.ts';
import { count } from '../text/status-text.ts';
import { stepAnchor } from './anchors.ts';
import { type Content, html, type Markup } from './markup.ts';
import { emptyCell, matrixTables } from './matrix.ts';
import { artifactLink, clockTime, code, type TableRow, table } from './parts.ts';

/** A flood with forged senders fills a list with thousands. */
const mostEntries = 80;

/** Address lists over time: when an entry came, how long it still had, when it went. */
export function listsPart({ events }: ScenarioModel, index: number): Content {
  const { readings, rows, unchanged } = listHistory(events);
  if (readings.length === 0) return undefined;
  if (rows.length === 0) return html`<p class="muted">No address list ever had an entry.</p>`;
  return [
    matrixTables({
      label: 'Address lists over time',
      caption: 'Entries with the time they still had',
      corner: 'List and address',
      heads: readings.map((reading) => readingHead(reading, index)),
      rows: rows.slice(0, mostEntries).map(({ list, address, cells }) => {
        return { head: html`${code(list)}<br>${code(address)}`, cells: cells.map(listCell) };
      }),
    }),
    rows.length > mostEntries &&
      html`<p class="muted">… and ${count(rows.length - mostEntries, 'more entry', 'more entries')} in ${artifactLink('trace.jsonl')}</p>`,
    unchanged > 0 && html`<p class="muted">${count(unchanged, 'more reading')} without a change.</p>`,
  ];
}

function readingHead({ step, clock }: EventHead, index: number): Markup {
  const place = step === undefined ? 'outside' : html`<a href="#${stepAnchor(index, step)}">step ${step}</a>`;
  return html`${place}<div class="scan-about">${clockTime(clock)}</div>`;
}

function listCell(entry: AddressListRow | undefined): Markup {
  if (entry === undefined) return emptyCell('absent');
  return html`<td class="list-cell"><span>${entry.timeout ?? (entry.dynamic ? 'present' : 'static')}</span></td>`;
}

/** A table of more lines than this makes the page slow. */
const mostLines = 500;

/** The router's log, oldest first. */
export function logPart({ events }: ScenarioModel): Content {
  const lines = events.flatMap((event) =>
    event.type === 'log' ? event.lines.map((line) => ({ ...line, step: event.step })) : [],
  );
  if (lines.length === 0) return undefined;
  const columns = [
    { name: 'Time', kind: 'code' },
    { name: 'Step', kind: 'narrow' },
    { name: 'Topics', kind: 'code' },
    { name: 'Message', kind: 'wide' },
  ] as const;
  const rows = lines.slice(0, mostLines).map(({ time, topics, message, step }): TableRow => {
    return {
      cells: [code(time), step, code(topics), code(message)],
      ...(/error|critical|warning/.test(topics) ? { kind: 'alarming' } : {}),
    };
  });
  return html`<div class="filterable">${table(`${count(lines.length, 'line')} of the router’s log`, columns, rows, 'stacked')}</div>${lines.length > mostLines && html`<p class="muted">… and ${lines.length - mostLines} more in ${artifactLink('trace.jsonl')}</p>`}`;
}
