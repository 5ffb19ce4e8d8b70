import { BriefEvents } from '../trace/brief-events.ts';
import type { EventOf, TraceEvent } from '../trace/events.ts';
import { buildRunModel } from './model.ts';
import { type Closing, closingLines } from './terminal-closing.ts';
import { durationText } from './text/duration-text.ts';
import { hang } from './text/hanging-text.ts';
import { createPainter, mark, type Painter, type Screen } from './text/painter.ts';
import { plainLine } from './text/plain-text.ts';
import { count } from './text/status-text.ts';
import { reasonOf, type TroublePart, troubleParts } from './text/trouble-text.ts';

export interface TerminalReporter {
  onEvent(event: TraceEvent): void;
  /** The closing summary, after the reports were written. */
  close(closing?: Closing): void;
}

/** Shows a run as it goes: each step when it ends, and at the end what to look at and what to do next. */
export function terminalReporter(screen: Screen): TerminalReporter {
  const kept = new BriefEvents();
  const print = (lines: readonly string[]): void => screen.write(lines.map((line) => `${line}\n`).join(''));
  const painter = createPainter(screen);
  let heading: string | undefined;
  return {
    onEvent: (event) => {
      kept.push(event);
      const { events } = kept;
      const lines = linesOf(event, events, painter);
      if (lines.length === 0) return;
      // Scenarios that run side by side take turns; each line must stand below its own heading.
      if (event.scenario !== undefined && event.scenario !== heading) print(headingOf(event.scenario, events, painter));
      heading = event.scenario;
      print(lines);
    },
    close: (closing = {}) => print(closingLines(buildRunModel(kept.events), closing, painter)),
  };
}

/** An empty line, and the scenario's id and title. */
export function headingOf(scenario: string, events: readonly TraceEvent[], { paint }: Painter): string[] {
  const start = events.findLast((event) => event.type === 'scenario-started' && event.scenario === scenario);
  const title = start?.type === 'scenario-started' && start.title !== scenario ? `  ${plainLine(start.title)}` : '';
  return ['', `${paint('bold', plainLine(scenario))}${title}`];
}

/** What stands below a scenario's heading because of one event; of most events nothing. */
export function linesOf(event: TraceEvent, events: readonly TraceEvent[], painter: Painter): string[] {
  switch (event.type) {
    case 'lab-up':
      return [
        painter.paint('dim', `  lab ready in ${durationText(event.durationMs)}, ${count(event.nodes.length, 'node')}`),
      ];
    case 'step-finished':
      return stepLines(event, painter);
    case 'scenario-finished':
      return errorLines(event, events, painter);
    default:
      return [];
  }
}

function stepLines(event: EventOf<'step-finished'>, painter: Painter): string[] {
  const { status, durationMs } = event;
  const number = event.step === undefined ? '' : `${event.step} `.padStart(3);
  const text = `${number}${plainLine(event.title)}`;
  const line = `  ${mark(status, painter)} ${text} ${painter.paint('dim', durationText(durationMs))}`;
  if (status === 'passed') return [line];
  if (status === 'skipped') return [line, ...partLines([{ label: 'reason', text: reasonOf(event) }], painter)];
  return [line, ...partLines(troubleParts({ step: event }), painter)];
}

/** An error that ended the scenario between its steps, or its step without saying why. */
function errorLines(
  { error, scenario }: EventOf<'scenario-finished'>,
  events: readonly TraceEvent[],
  painter: Painter,
): string[] {
  if (error === undefined) return [];
  const told = events.some((event) => {
    return event.type === 'step-finished' && event.scenario === scenario && event.observed === error.message;
  });
  const parts = troubleParts({ error });
  const news = told ? parts.filter(({ label }) => label !== 'error') : parts;
  return news.length === 0 ? [] : [`  ${mark('error', painter)} the scenario stopped`, ...partLines(news, painter)];
}

const labelWidth = 10;
const evidenceLines = 20;

function partLines(parts: readonly TroublePart[], { columns, paint }: Painter): string[] {
  const indent = 6;
  return parts
    .filter(({ text }) => text !== '')
    .flatMap(({ label, text }) => {
      const lines = hang(text, columns - indent - labelWidth, evidenceLines);
      return lines.map((line, index) => {
        const head = index === 0 ? paint('dim', label.padEnd(labelWidth)) : ' '.repeat(labelWidth);
        return `${' '.repeat(indent)}${head}${line}`.trimEnd();
      });
    });
}
