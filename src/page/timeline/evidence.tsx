import type { Item, TimelineView } from '../../report/timeline/view.ts';
import { clockText, timeAt } from './viewport.ts';

interface EvidenceProps {
  readonly view: TimelineView;
  readonly item: Item | undefined;
  readonly step: number | undefined;
}

/** What is known of the chosen happening, or of the chosen step. */
export function Evidence({ view, item, step }: EvidenceProps) {
  const mark = view.steps.find(({ number }) => number === (item?.s ?? step));
  return (
    <div class="tl-evidence" role="status">
      {item === undefined && mark === undefined && (
        <p class="muted">
          Choose something in the lanes to see its evidence here. Ctrl and wheel (or + and −) zoom, dragging moves,
          arrow keys go from one happening to the next. Slanting lines: time by which the clock was{' '}
          {view.clockMode === 'virtual' ? 'moved' : 'waited for'}, not drawn to scale.
        </p>
      )}
      {item !== undefined && (
        <>
          <p class="tl-what">
            <b>{item.t}</b> <span class="muted">{whenText(view, item)}</span>
          </p>
          {item.d !== undefined && <pre>{item.d}</pre>}
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
      {item?.r !== undefined && (
        <p>
          <a href={`#${item.r}`}>The rule with its counters</a>
        </p>
      )}
    </div>
  );
}

function whenText({ segments }: TimelineView, { u, v }: Item): string {
  const [begin, end] = [timeAt(segments, u), v === undefined ? undefined : timeAt(segments, v)];
  if (begin.clock === undefined) return `${(begin.at / 1000).toFixed(2)} s after the run began`;
  const until = end?.clock === undefined ? '' : ` to ${clockText(end.clock, 100)}`;
  return `${clockText(begin.clock, 100)}${until} on the router’s clock`;
}
