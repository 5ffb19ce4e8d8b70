import type { Item, TimelineView } from '../../report/timeline/view.ts';
import { clockText, timeAt } from './viewport.ts';

interface EvidenceProps {
  readonly view: TimelineView;
  readonly item: Item | undefined;
  /** The anchor of the rule that the item belongs to. */
  readonly rule: string | undefined;
  readonly step: number | undefined;
}

/** What is known of the chosen happening, or of the chosen step. */
export function Evidence({ view, item, rule, step }: EvidenceProps) {
  const mark = view.steps.find(({ number }) => number === (item?.s ?? step));
  return (
    <div class="tl-evidence" role="status">
      {item === undefined && mark === undefined && <Hint view={view} />}
      {item !== undefined && (
        <>
          <p class="tl-what">
            <b>{item.t}</b> <span class="muted">{whenText(view, item)}</span>
          </p>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must scroll by the keyboard too */}
          {item.d !== undefined && <pre tabIndex={0}>{item.d}</pre>}
        </>
      )}
      {mark !== undefined && (
        <p>
          <a href={`#${view.anchor}-step-${mark.number}`}>
            Step {mark.number}: {mark.title}
          </a>{' '}
          <span class="muted">{mark.status}</span>
          {item === undefined && mark.talks.length > 0 && (
            <span class="muted"> · {mark.talks.map(([from, to]) => `${from} → ${to}`).join(', ')}</span>
          )}
        </p>
      )}
      {rule !== undefined && (
        <p>
          <a href={`#${rule}`}>The rule with its counters</a>
        </p>
      )}
    </div>
  );
}

const legend: readonly (readonly [string, string])[] = [
  ['open', 'open'],
  ['closed', 'closed'],
  ['filtered', 'filtered; pale: as last seen'],
  ['entry', 'on an address list'],
  ['message', 'answered, entered, sent'],
  ['gone', 'no answer, expired'],
];

function Hint({ view }: { readonly view: TimelineView }) {
  return (
    <>
      <p class="tl-legend">
        {legend.map(([kind, words]) => (
          <span key={kind}>
            <i class={`tl-key tl-key-${kind}`} aria-hidden="true" /> {words}
          </span>
        ))}
        <span>
          <i class="tl-key tl-key-moved" aria-hidden="true" /> the clock was{' '}
          {view.clockMode === 'virtual' ? 'moved' : 'waited for'}: not to scale
        </span>
      </p>
      <p class="muted tl-hint">
        Choose anything in the lanes to see its evidence here. + and − or Ctrl and wheel zoom, dragging moves, arrow
        keys go from one happening to the next.
      </p>
    </>
  );
}

function whenText({ segments }: TimelineView, { u, v }: Item): string {
  const [begin, end] = [timeAt(segments, u), v === undefined ? undefined : timeAt(segments, v)];
  if (begin.clock === undefined) return `${(begin.at / 1000).toFixed(2)} s after the run began`;
  const until = end?.clock === undefined ? '' : ` to ${clockText(end.clock, 100)}`;
  return `${clockText(begin.clock, 100)}${until} on the router’s clock`;
}
