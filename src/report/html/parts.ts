import type { EventOf, Status } from '../../trace/events.ts';
import type { RunStatus } from '../model.ts';
import { marks } from '../text/status-text.ts';
import { type Content, html, type Markup } from './markup.ts';

/** A verdict as a chip: colour, mark and word say the same. */
export function statusChip(status: Status | RunStatus): Markup {
  return html`<span class="chip chip-${status}"><span aria-hidden="true">${marks[status]}</span> ${status}</span>`;
}

const indicatorStatus = {
  reproduced: 'passed',
  'reproduced with a correction': 'inconclusive',
  'not reproduced': 'failed',
} as const satisfies Record<EventOf<'indicator'>['status'], Status>;

export function indicatorChip(status: EventOf<'indicator'>['status']): Markup {
  const like = indicatorStatus[status];
  const mark = like === 'inconclusive' ? '≈' : marks[like];
  return html`<span class="chip chip-${like}"><span aria-hidden="true">${mark}</span> ${status}</span>`;
}

/** Text of a router, a tool or a file, as it is. */
export function code(text: string): Markup {
  return html`<code>${text}</code>`;
}

export interface Column {
  readonly name: string;
  /** Set in the class of the head and of each cell. */
  readonly kind?: 'number' | 'narrow' | 'code' | 'wide';
}

export interface TableRow {
  readonly cells: readonly Content[];
  readonly kind?: string;
}

/**
 * A table whose first cell of each row is its heading. It scrolls by itself, with the keyboard too; a `stacked` one
 * becomes a list of cards on a phone.
 */
export function table(
  caption: string,
  columns: readonly Column[],
  rows: readonly TableRow[],
  layout: 'plain' | 'stacked' = 'plain',
): Markup {
  const head = columns.map(({ name, kind }) => html`<th scope="col" class="${kind}">${name}</th>`);
  return scroll(
    caption,
    html`<table class="${layout}"><caption>${caption}</caption><thead><tr>${head}</tr></thead><tbody>${rows.map((row) => tableRow(columns, row))}</tbody></table>`,
  );
}

function tableRow(columns: readonly Column[], { cells, kind }: TableRow): Markup {
  const written = cells.map((cell, index) => {
    const className = columns[index]?.kind;
    return index === 0
      ? html`<th scope="row" class="${className}">${cell}</th>`
      : html`<td class="${className}" data-label="${columns[index]?.name}">${cell}</td>`;
  });
  return html`<tr class="${kind}">${written}</tr>\n`;
}

/** Wide content scrolls in its own box, never the page. */
export function scroll(label: string, content: Content): Markup {
  return html`<div class="scroll" role="group" aria-label="${label}" tabindex="0">${content}</div>`;
}

export function fold(summary: Content, content: Content, open = false): Markup {
  return open
    ? html`<details open><summary>${summary}</summary>${content}</details>`
    : html`<details><summary>${summary}</summary>${content}</details>`;
}

/** A link to a file of the run, or plain text for a path that leads elsewhere: a trace is not to be trusted that far. */
export function artifactLink(path: string, label: Content = path): Markup {
  const segments = path.toWellFormed().split('/');
  const inside = segments.every((segment) => segment !== '' && segment !== '.' && segment !== '..');
  if (!inside) return html`<span>${label}</span>`;
  return html`<a href="./${segments.map(encodeURIComponent).join('/')}">${label}</a>`;
}

/** `20:43:04` of `2023-07-20T20:43:04`. */
export function clockTime(clock: string | undefined): string {
  return clock?.slice(11, 19) ?? '';
}

/** `+1.24 s`, since the step or the run began. */
export function offset(ms: number): string {
  return `+${(Math.max(0, ms) / 1000).toFixed(2)} s`;
}
