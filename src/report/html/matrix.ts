import { type Content, html, type Markup } from './markup.ts';
import { scroll } from './parts.ts';

/** Something seen at several times: a column for each time, a row for each thing. */
export interface Matrix {
  readonly label: string;
  readonly caption: Content;
  /** What the rows are. */
  readonly corner: string;
  readonly heads: readonly Content[];
  /** As many cells as there are heads, each a `td`. */
  readonly rows: readonly { readonly head: Content; readonly cells: readonly Markup[] }[];
}

/** As many columns as fit on a screen and on paper; what comes after stands in a table below. */
const mostColumns = 10;

export function matrixTables(matrix: Matrix): Content {
  const tables = Math.ceil(matrix.heads.length / mostColumns);
  return Array.from({ length: tables }, (_none, index) => {
    const from = index * mostColumns;
    const to = Math.min(from + mostColumns, matrix.heads.length);
    const place = tables > 1 ? `, ${from + 1} to ${to} of ${matrix.heads.length}` : '';
    return matrixTable(matrix, [from, to], place);
  });
}

function matrixTable({ label, caption, corner, heads, rows }: Matrix, slice: [number, number], place: string): Markup {
  const head = heads.slice(...slice).map((content) => html`<th scope="col">${content}</th>`);
  const body = rows.map((row) => html`<tr><th scope="row">${row.head}</th>${row.cells.slice(...slice)}</tr>\n`);
  return scroll(
    `${label}${place}`,
    html`<table class="matrix"><caption>${caption}${place}</caption>
<thead><tr><th scope="col">${corner}</th>${head}</tr></thead>
<tbody>${body}</tbody></table>`,
  );
}

/** A cell without a value, for eyes and for screen readers. */
export function emptyCell(meaning: string): Markup {
  return html`<td class="port-none"><span aria-hidden="true">–</span><span class="visually-hidden">${meaning}</span></td>`;
}
