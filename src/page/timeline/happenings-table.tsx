import { useMemo, useState } from 'preact/hooks';
import type { Item, TimelineView } from '../../report/timeline/view.ts';
import { clockText, timeAt } from './viewport.ts';

interface TableProps {
  readonly view: TimelineView;
  readonly filter: string;
  readonly onFilter: (text: string) => void;
}

interface Line {
  readonly lane: string;
  readonly item: Item;
}

/** As many lines as a page shows without becoming slow. */
const atOnce = 200;

/** The same as text, for who cannot see the drawing or wants to search it. */
export function HappeningsTable({ view, filter, onFilter }: TableProps) {
  const [isOpen, setOpen] = useState(filter !== '');
  const [most, setMost] = useState(atOnce);
  const lines = useMemo(() => (isOpen ? linesOf(view) : []), [view, isOpen]);
  const wanted = filter.toLowerCase();
  const found = lines.filter(({ lane, item }) => `${lane} ${item.t} ${item.d ?? ''}`.toLowerCase().includes(wanted));
  return (
    <details
      class="tl-table"
      data-paper="closed"
      open={isOpen}
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
    >
      <summary>The same as a table</summary>
      {isOpen && (
        <>
          <label class="filter">
            Filter <input type="search" value={filter} onInput={({ currentTarget }) => onFilter(currentTarget.value)} />
            <span class="muted" role="status">
              {' '}
              {found.length} of {lines.length}
            </span>
          </label>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must scroll by the keyboard too */}
          <section class="scroll" aria-label={`Happenings of ${view.title} as a table`} tabIndex={0}>
            <table>
              <thead>
                <tr>
                  <th scope="col">Time</th>
                  <th scope="col">Step</th>
                  <th scope="col">Lane</th>
                  <th scope="col">What</th>
                </tr>
              </thead>
              <tbody>
                {found.slice(0, most).map(({ lane, item }, index) => (
                  <tr key={index}>
                    <td class="code">{timeText(view, item.u)}</td>
                    <td>{item.s !== undefined && <a href={`#${view.anchor}-step-${item.s}`}>{item.s}</a>}</td>
                    <td>{lane}</td>
                    <td>{item.t}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
          {found.length > most && (
            <button type="button" onClick={() => setMost(most + 5 * atOnce)}>
              More
            </button>
          )}
        </>
      )}
    </details>
  );
}

/** What lasts until the next look, and how many packets passed when, is not something that happened. */
function linesOf({ groups }: TimelineView): Line[] {
  return groups
    .flatMap(({ lanes }) => lanes.flatMap(({ title, items }) => items.map((item) => ({ lane: title, item }))))
    .filter(({ item }) => !item.k.endsWith('-held') && item.k !== 'packets' && item.k !== 'entry')
    .sort((a, b) => a.item.u - b.item.u);
}

function timeText({ segments }: TimelineView, u: number): string {
  const { clock, at } = timeAt(segments, u);
  return clock === undefined ? `${(at / 1000).toFixed(2)} s` : clockText(clock, 100);
}
