import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { TimelineView } from '../../report/timeline/view.ts';
import { keepAddress, readAddress } from '../address.ts';
import { chooseStep, onChosenStep } from '../chosen-step.ts';
import { Canvas } from './canvas.tsx';
import { Evidence } from './evidence.tsx';
import { HappeningsTable } from './happenings-table.tsx';
import { heightOf, type Pick, pickedItem, pickedLane, rowsOf } from './rows.ts';
import { around, type Viewport, whole, zoomed } from './viewport.ts';

interface Chosen {
  readonly viewport: Viewport;
  readonly pick: Pick | undefined;
  readonly step: number | undefined;
  readonly closed: ReadonlySet<string>;
  readonly filter: string;
}

/** One axis for everything that happened in a scenario: lanes to look at, with the evidence below. */
export function Timeline({ view, place }: { readonly view: TimelineView; readonly place: string }) {
  const [chosen, setChosen] = useState<Chosen>(() => chosenAt(view, place));
  const change = (part: Partial<Chosen>): void => setChosen((before) => ({ ...before, ...part }));
  const isTouched = useRef(false);
  const { viewport, pick, step, closed, filter } = chosen;
  const rows = useMemo(() => rowsOf(view, closed), [view, closed]);
  const zoom = (factor: number): void =>
    change({ viewport: zoomed(viewport, factor, (viewport.from + viewport.to) / 2, view.width) });
  const pickStep = (number: number | undefined): void => {
    isTouched.current = true;
    const mark = view.steps.find((one) => one.number === number);
    const isHidden = mark !== undefined && (mark.v < viewport.from || mark.u > viewport.to);
    change({ step: number, pick: undefined, ...(isHidden ? { viewport: around(mark.u, mark.v, view.width) } : {}) });
    chooseStep({ scenario: view.anchor, number });
  };
  useEffect(
    () =>
      onChosenStep(({ scenario, number }) => {
        if (scenario === view.anchor)
          setChosen((before) => (before.step === number ? before : { ...before, step: number }));
      }),
    [view],
  );
  useEffect(() => {
    if (isTouched.current || readAddress().place === place) keepAddress(place, choicesOf(view, chosen));
  }, [view, place, chosen]);
  useLayoutEffect(() => {
    if (chosen.step !== undefined) chooseStep({ scenario: view.anchor, number: chosen.step });
  }, []);
  const pickItem = (next: Pick | undefined): void => {
    isTouched.current = true;
    const item = pickedItem(rows, next);
    change({ pick: next, ...(item?.s === undefined ? {} : { step: item.s }) });
    if (item?.s !== undefined) chooseStep({ scenario: view.anchor, number: item.s });
  };
  const last = view.steps.at(-1)?.number ?? 0;
  const near = (by: number): void => pickStep(Math.min(last, Math.max(1, (step ?? (by > 0 ? 0 : last + 1)) + by)));
  return (
    <div class="tl">
      <div class="tl-bar">
        <span class="tl-buttons">
          <button type="button" onClick={() => near(-1)} aria-label="Step before">
            ‹
          </button>
          <button type="button" onClick={() => near(1)} aria-label="Next step">
            ›
          </button>
        </span>
        <span class="tl-step">{stepText(view, step)}</span>
        <span class="tl-buttons">
          <button type="button" onClick={() => zoom(0.5)} aria-label="Nearer">
            +
          </button>
          <button type="button" onClick={() => zoom(2)} aria-label="Farther">
            −
          </button>
          <button type="button" onClick={() => change({ viewport: whole(view) })}>
            All
          </button>
        </span>
      </div>
      <Canvas
        view={view}
        rows={rows}
        total={heightOf(rows)}
        viewport={viewport}
        pick={pick}
        step={step}
        onViewport={(next) => {
          isTouched.current = true;
          change({ viewport: next });
        }}
        onPick={pickItem}
        onStep={pickStep}
        onFold={(id) => change({ closed: toggled(closed, id) })}
      />
      <Evidence view={view} item={pickedItem(rows, pick)} rule={pickedLane(rows, pick)?.r} step={step} />
      <HappeningsTable
        view={view}
        filter={filter}
        onFilter={(text) => {
          isTouched.current = true;
          change({ filter: text });
        }}
      />
    </div>
  );
}

function stepText({ steps }: TimelineView, number: number | undefined): string {
  const step = steps.find((one) => one.number === number);
  return step === undefined ? `${steps.length} steps` : `${step.number}. ${step.title}`;
}

function toggled(set: ReadonlySet<string>, id: string): ReadonlySet<string> {
  return new Set(set.has(id) ? [...set].filter((one) => one !== id) : [...set, id]);
}

/** What the reader had chosen when the address was kept, or was sent to somebody. */
function chosenAt(view: TimelineView, place: string): Chosen {
  const address = readAddress();
  const choices = address.place === place ? address.choices : new URLSearchParams();
  const number = (name: string): number | undefined => {
    const value = Number.parseFloat(choices.get(name) ?? '');
    return Number.isFinite(value) ? value : undefined;
  };
  const [from, to] = [number('from'), number('to')];
  const [, lane, index] = /^(.*)~(\d+)$/.exec(choices.get('pick') ?? '') ?? [];
  return {
    viewport: from === undefined || to === undefined || !(to > from) ? whole(view) : { from, to },
    pick: lane === undefined ? undefined : { lane, index: Number(index) },
    step: number('step'),
    closed: new Set((choices.get('closed') ?? '').split(' ').filter((id) => id !== '')),
    filter: choices.get('q') ?? '',
  };
}

function choicesOf(
  view: TimelineView,
  { viewport, pick, step, closed, filter }: Chosen,
): Record<string, string | undefined> {
  const isWhole = viewport.to - viewport.from >= view.width - 1;
  return {
    step: step === undefined ? undefined : String(step),
    pick: pick === undefined ? undefined : `${pick.lane}~${pick.index}`,
    from: isWhole ? undefined : viewport.from.toFixed(1),
    to: isWhole ? undefined : viewport.to.toFixed(1),
    closed: closed.size === 0 ? undefined : [...closed].join(' '),
    q: filter,
  };
}
