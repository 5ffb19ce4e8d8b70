import type { TraceEvent } from '../trace/events.ts';
import { buildRunModel } from './model.ts';
import { headingOf, linesOf, type TerminalReporter } from './terminal.ts';
import { closingLines } from './terminal-closing.ts';
import { durationText } from './text/duration-text.ts';
import { createPainter, type Painter, type Screen } from './text/painter.ts';
import { plainLine } from './text/plain-text.ts';
import { count, tally } from './text/status-text.ts';

/** A terminal whose last lines can be drawn anew. What is written stays, above what is drawn. */
export interface LiveScreen extends Screen {
  readonly rows: number;
  draw(text: string): void;
  /** Takes away what was drawn. */
  clear(): void;
}

export interface LiveReporter extends TerminalReporter, Disposable {
  /** Draws what is under way, with the time that it has taken so far. */
  tick(): void;
}

/** A scenario that is under way. */
interface Branch {
  readonly startedAtMs: number;
  readonly lines: string[];
  /** What it is busy with, and since when. */
  busy: { readonly text: string; readonly sinceMs: number };
}

/**
 * Shows the scenarios that are under way as a tree: their steps with their durations, and the one that runs with its
 * time so far. A scenario that is over is written as the reporter of lines would, in one piece.
 */
export function liveReporter(screen: LiveScreen, now: () => number = Date.now): LiveReporter {
  const tree = new LiveTree(screen, now);
  return {
    onEvent: (event) => tree.take(event),
    tick: () => tree.draw(),
    close: (closing = {}) => {
      tree.end();
      screen.write(lined(closingLines(buildRunModel(tree.events), closing, createPainter(screen))));
    },
    [Symbol.dispose]: () => tree.end(),
  };
}

class LiveTree {
  readonly events: TraceEvent[] = [];
  readonly #screen: LiveScreen;
  readonly #now: () => number;
  readonly #startedAtMs: number;
  readonly #branches = new Map<string, Branch>();
  #frames = 0;

  constructor(screen: LiveScreen, now: () => number) {
    this.#screen = screen;
    this.#now = now;
    this.#startedAtMs = now();
  }

  take(event: TraceEvent): void {
    this.events.push(event);
    const { scenario } = event;
    if (scenario === undefined) return;
    const branch = this.#branchOf(scenario, event);
    if (branch === undefined) return;
    if (event.type === 'lab-up') branch.busy = this.#busyWith('reading the configuration');
    else if (event.type === 'step-started') branch.busy = this.#busyWith(numbered(event.step, event.title));
    else if (event.type === 'step-finished') branch.busy = this.#busyWith('…');
    branch.lines.push(...linesOf(event, this.events, createPainter(this.#screen)));
    if (event.type === 'scenario-finished') this.#write(scenario, branch);
  }

  /** Undefined: what comes after a scenario's end, of which there is nothing to show. */
  #branchOf(scenario: string, { type }: TraceEvent): Branch | undefined {
    const known = this.#branches.get(scenario);
    if (known !== undefined && type !== 'scenario-started') return known;
    if (!beginnings.has(type)) return undefined;
    const branch = { startedAtMs: this.#now(), lines: [], busy: this.#busyWith('starting the lab') };
    this.#branches.set(scenario, branch);
    return branch;
  }

  #busyWith(text: string): Branch['busy'] {
    return { text, sinceMs: this.#now() };
  }

  #write(scenario: string, { lines }: Branch): void {
    this.#branches.delete(scenario);
    this.#screen.write(lined([...headingOf(scenario, this.events, createPainter(this.#screen)), ...lines]));
    this.draw();
  }

  draw(): void {
    this.#frames += 1;
    const painter = createPainter(this.#screen);
    const room = Math.floor((this.#screen.rows - reservedRows) / Math.max(1, this.#branches.size));
    const branches = [...this.#branches].flatMap(([scenario, branch]) => this.#drawn(scenario, branch, room, painter));
    this.#screen.draw(lined([...branches, '', this.#totals(painter)]));
  }

  /** At most `room` lines: the latest steps, which are those that somebody waits for. */
  #drawn(scenario: string, branch: Branch, room: number, painter: Painter): string[] {
    const { paint } = painter;
    const [blank = '', heading = ''] = headingOf(scenario, this.events, painter);
    const took = paint('dim', secondsText(this.#now() - branch.startedAtMs));
    const most = Math.max(0, room - headingRows - busyRows);
    const shown = branch.lines.length <= most ? branch.lines : branch.lines.slice(branch.lines.length - most + 1);
    const left = branch.lines.length - shown.length;
    return [
      blank,
      `${heading}  ${took}`,
      ...(left === 0 ? [] : [paint('dim', `    … ${count(left, 'line')} above`)]),
      ...shown,
      this.#busyLine(branch, painter),
    ];
  }

  #busyLine({ busy }: Branch, { paint }: Painter): string {
    const spinner = spinners[this.#frames % spinners.length] ?? '';
    return `  ${paint('yellow', spinner)} ${busy.text} ${paint('dim', secondsText(this.#now() - busy.sinceMs))}`;
  }

  #totals({ paint }: Painter): string {
    const over = this.events.flatMap((event) => (event.type === 'scenario-finished' ? [event.status] : []));
    const steps = this.events.flatMap((event) => (event.type === 'step-finished' ? [event.status] : []));
    const parts = [
      ...(this.#branches.size === 0 ? [] : [`${count(this.#branches.size, 'scenario')} under way`]),
      ...(over.length === 0 ? [] : [`${over.length} over: ${tally(over)}`]),
      ...(steps.length === 0 ? [] : [`${count(steps.length, 'step')}: ${tally(steps)}`]),
      secondsText(this.#now() - this.#startedAtMs),
    ];
    return paint('dim', parts.filter((part) => part !== '').join(' · '));
  }

  /** What is still under way when the run is over was cut off: what it had shown stays. */
  end(): void {
    for (const [scenario, branch] of this.#branches) this.#write(scenario, branch);
    this.#screen.clear();
  }
}

/** A file that cannot be loaded has an end and nothing before it. */
const beginnings: ReadonlySet<TraceEvent['type']> = new Set(['scenario-started', 'step-started', 'scenario-finished']);

/** The line of the totals, an empty one above it, and the cursor's own. */
const reservedRows = 3;
const headingRows = 2;
const busyRows = 1;
const spinners = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

/** As the finished step will stand there: `  4 title`. */
function numbered(step: number | undefined, title: string): string {
  return `${step === undefined ? '' : `${step} `.padStart(3)}${plainLine(title)}`;
}

/** Whole seconds, from the first on: milliseconds that change with each frame cannot be read. */
function secondsText(ms: number): string {
  return ms < 1000 ? '' : durationText(Math.floor(ms / 1000) * 1000).replace(/\.0+ s$/, ' s');
}

function lined(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}
