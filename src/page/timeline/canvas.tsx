import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { TimelineView } from '../../report/timeline/view.ts';
import { draw, headHeight } from './draw.ts';
import { byKey } from './keys.ts';
import { type Palette, readPalette } from './palette.ts';
import { usePaper } from './paper.ts';
import { itemAt, type Pick, pickedItem, type Row, rowAt } from './rows.ts';
import { moved, type Viewport, zoomed } from './viewport.ts';

interface CanvasProps {
  readonly view: TimelineView;
  readonly rows: readonly Row[];
  /** Height of all lanes. */
  readonly total: number;
  readonly viewport: Viewport;
  readonly pick: Pick | undefined;
  readonly step: number | undefined;
  readonly onViewport: (next: Viewport) => void;
  readonly onPick: (pick: Pick | undefined) => void;
  readonly onStep: (number: number) => void;
  readonly onFold: (id: string) => void;
}

interface Pointed extends Pick {
  readonly x: number;
  readonly y: number;
}

const reachPx = 5;

/** The drawing with its labels. The lanes scroll beneath the times and the steps. */
export function Canvas(props: CanvasProps) {
  const { view, rows, total, viewport, pick, step } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState({ width: 600, height: 400 });
  const [top, setTop] = useState(0);
  const [hover, setHover] = useState<Pointed | undefined>(undefined);
  const [palette, setPalette] = useState<Palette | undefined>(undefined);
  const isOnPaper = usePaper();
  const whole = total + headHeight;
  const height = isOnPaper ? whole : Math.min(whole, Math.max(360, Math.round(innerHeight * 0.72)));
  useLayoutEffect(() => {
    const box = canvas.current;
    if (box === null) return undefined;
    const measure = (): void => setSize({ width: box.clientWidth, height: box.clientHeight });
    const colours = (): void => setPalette(readPalette(box));
    const observer = new ResizeObserver(measure);
    const dark = matchMedia('(prefers-color-scheme: dark)');
    observer.observe(box);
    measure();
    colours();
    dark.addEventListener('change', colours);
    return () => {
      observer.disconnect();
      dark.removeEventListener('change', colours);
    };
  }, []);
  // Paper is printed before an observer is called.
  useLayoutEffect(() => {
    const box = canvas.current;
    if (box === null) return;
    if (isOnPaper) setSize({ width: box.clientWidth, height: box.clientHeight });
    setPalette(readPalette(box));
  }, [isOnPaper]);
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (context === null || context === undefined || palette === undefined || canvas.current === null) return;
    const ratio = Math.min(devicePixelRatio || 1, 2);
    fit(canvas.current, size.width * ratio, size.height * ratio);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    draw(context, { view, rows, viewport, palette, ...size, top, pick, hover, step });
  }, [view, rows, viewport, palette, size, top, pick, hover, step]);
  useEffect(() => {
    // Only a listener that is not passive may keep the page from being zoomed instead.
    const box = canvas.current;
    const wheel = (event: WheelEvent): void => {
      if (!event.ctrlKey && !event.metaKey && !event.shiftKey) return;
      event.preventDefault();
      const span = viewport.to - viewport.from;
      const u = viewport.from + (event.offsetX / size.width) * span;
      const turned = event.deltaY === 0 ? event.deltaX : event.deltaY;
      props.onViewport(
        event.shiftKey
          ? moved(viewport, (turned / size.width) * span, view.width)
          : zoomed(viewport, Math.exp(turned / 300), u, view.width),
      );
    };
    box?.addEventListener('wheel', wheel, { passive: false });
    return () => box?.removeEventListener('wheel', wheel);
  });
  const fold = useRef(props.onFold);
  fold.current = props.onFold;
  // The same labels again are skipped when only the axis moves.
  const labels = useMemo(
    () =>
      rows.map((row) => (
        <Label key={row.kind === 'group' ? row.id : row.lane.id} row={row} onFold={(id) => fold.current(id)} />
      )),
    [rows],
  );
  const uOf = (x: number): number => viewport.from + (x / size.width) * (viewport.to - viewport.from);
  const find = ({ offsetX, offsetY }: MouseEvent): Pointed | undefined => {
    const row = rowAt(rows, offsetY - headHeight + top);
    if (offsetY < headHeight || row?.kind !== 'lane') return undefined;
    const index = itemAt(row.lane, uOf(offsetX), (reachPx / size.width) * (viewport.to - viewport.from));
    return index === undefined ? undefined : { lane: row.lane.id, index, x: offsetX, y: offsetY };
  };
  const click = (event: MouseEvent): void => {
    if (event.offsetY >= headHeight) {
      props.onPick(find(event));
      return;
    }
    const u = uOf(event.offsetX);
    const found = view.steps.find((one) => one.v >= u) ?? view.steps.at(-1);
    if (found !== undefined) props.onStep(found.number);
  };
  const drag = useDrag(viewport, size.width, view.width, props.onViewport);
  const hovered = pickedItem(rows, hover);
  return (
    <div
      class={isOnPaper ? 'tl-scroll tl-on-paper' : 'tl-scroll'}
      ref={scroller}
      style={{ height: `${height}px`, ...(isOnPaper && fittedToPaper(whole)) }}
      onScroll={({ currentTarget }) => setTop(currentTarget.scrollTop)}
    >
      <div class="tl-inner" style={{ height: `${total + headHeight}px` }}>
        <div class="tl-labels">
          <div class="tl-corner" style={{ height: `${headHeight}px` }} />
          {labels}
        </div>
        {/* biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: a drawing with keys of its own is an application */}
        <canvas
          ref={canvas}
          class="tl-canvas"
          style={{ height: `${height}px` }}
          tabIndex={0}
          role="application"
          aria-label={`Timeline of ${view.title}. Arrow keys go from happening to happening, plus and minus zoom, 0 shows all. The same as a table is below.`}
          onPointerDown={drag.begin}
          onPointerMove={(event) => {
            if (!drag.move(event)) setHover(find(event));
          }}
          onPointerUp={drag.end}
          onPointerLeave={() => setHover(undefined)}
          onClick={(event) => {
            if (!drag.hasMoved()) click(event);
          }}
          onDblClick={(event) => props.onViewport(zoomed(viewport, 0.4, uOf(event.offsetX), view.width))}
          onKeyDown={(event) => {
            const next = byKey(event, { view, rows, viewport, pick });
            if (next === undefined) return;
            event.preventDefault();
            if (next.viewport !== undefined) props.onViewport(next.viewport);
            if (next.pick !== undefined) props.onPick(next.pick);
          }}
        />
      </div>
      {hover !== undefined && hovered !== undefined && (
        <div
          class="tl-tip"
          style={{ left: `${Math.min(hover.x, size.width - 180)}px`, top: `${hover.y + top + 14}px` }}
        >
          {hovered.t}
        </div>
      )}
    </div>
  );
}

/** A page of paper at 96 dots per inch, within the margins that browsers leave. */
const paper = { width: 690, height: 860, smallest: 0.45 };

/** Smaller until it stands on one page; what cannot be read any more is cut over several. */
function fittedToPaper(height: number): { zoom: number; width: string } {
  const zoom = Math.max(paper.smallest, Math.min(1, paper.height / height));
  return { zoom, width: `${Math.floor(paper.width / zoom)}px` };
}

/** A canvas that is given its size anew is emptied and made again: only when it has another one. */
function fit(box: HTMLCanvasElement, width: number, height: number): void {
  if (box.width !== Math.round(width)) box.width = Math.round(width);
  if (box.height !== Math.round(height)) box.height = Math.round(height);
}

function Label({ row, onFold }: { readonly row: Row; readonly onFold: (id: string) => void }) {
  const style = { top: `${row.y + headHeight}px`, height: `${row.height}px`, lineHeight: `${row.height}px` };
  if (row.kind === 'lane')
    return (
      <div class="tl-label" style={style} title={row.lane.title}>
        {row.lane.title}
      </div>
    );
  return (
    <button type="button" class="tl-group" style={style} aria-expanded={row.isOpen} onClick={() => onFold(row.id)}>
      <span aria-hidden="true">{row.isOpen ? '▾' : '▸'}</span> {row.title} <span class="muted">{row.lanes}</span>
    </button>
  );
}

/** Dragging moves the axis; a press that hardly moved is a click. */
function useDrag(viewport: Viewport, widthPx: number, width: number, onViewport: (next: Viewport) => void) {
  const state = useRef<{ x: number; from: Viewport; moved: boolean } | undefined>(undefined);
  const last = useRef(false);
  return {
    begin: (event: PointerEvent): void => {
      state.current = { x: event.clientX, from: viewport, moved: false };
      last.current = false;
    },
    move: (event: PointerEvent): boolean => {
      const drag = state.current;
      if (drag === undefined || event.buttons === 0) return false;
      const by = event.clientX - drag.x;
      if (Math.abs(by) > 4 && !drag.moved) {
        drag.moved = true;
        if (event.currentTarget instanceof Element) event.currentTarget.setPointerCapture(event.pointerId);
      }
      if (!drag.moved) return false;
      last.current = true;
      onViewport(moved(drag.from, (-by / widthPx) * (drag.from.to - drag.from.from), width));
      return true;
    },
    end: (): void => {
      state.current = undefined;
    },
    hasMoved: (): boolean => last.current,
  };
}
