import type { EventOf, Status, TraceEvent } from '../trace/events.ts';
import { exitCodeOfRun, worstExitCode } from './exit-code.ts';
import { scenarioModels } from './model/scenario.ts';

/**
 * One run of the traces of several: its scenarios were spread over machines, or run one after the other. Times are put on
 * the axis of the run that began first. A scenario that was in several counts as it ended last, as when it is retried.
 */
export function mergeTraces(traces: readonly (readonly TraceEvent[])[], run: string, command: string): TraceEvent[] {
  const parts = traces.map((events) => ({ events, start: events.find((event) => event.type === 'run-started') }));
  const starts = parts.flatMap(({ start }) => start ?? []);
  const [first] = starts.toSorted((a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt));
  const events = parts
    .flatMap(({ events: own, start }) => own.map((event) => shifted(event, lead(start, first))))
    .filter(({ type }) => type !== 'run-started' && type !== 'run-finished')
    .sort((a, b) => a.at - b.at);
  const begun = first === undefined ? [] : [startOf(first, starts, run, command)];
  return [...begun, ...events, ...endOf(traces, events)];
}

/** Milliseconds by which a run began after the first. */
function lead(start: EventOf<'run-started'> | undefined, first: EventOf<'run-started'> | undefined): number {
  const ms = Date.parse(start?.startedAt ?? '') - Date.parse(first?.startedAt ?? '');
  return Number.isNaN(ms) ? 0 : ms;
}

function shifted(event: TraceEvent, by: number): TraceEvent {
  const at = event.at + by;
  if (event.type === 'telegram' && event.receivedAt !== undefined) {
    return { ...event, at, receivedAt: event.receivedAt + by };
  }
  if (event.type !== 'packets') return { ...event, at };
  const rows = event.rows.map((row) => {
    return { ...row, asked: row.asked.map(([moment, port, answer]) => [moment + by, port, answer] as const) };
  });
  return { ...event, at, rows };
}

type Start = EventOf<'run-started'>;

function startOf(first: Start, starts: readonly Start[], run: string, command: string): Start {
  const all = (values: readonly string[]): string => [...new Set(values)].join(', ');
  const planned = [...new Set(starts.flatMap((start) => start.planned ?? []))];
  const { shard: _, ...whole } = first;
  return {
    ...whole,
    run,
    command: commandOf(starts, command),
    ...(planned.length === 0 ? {} : { planned }),
    router: all(starts.map(({ router }) => router)),
    fabric: all(starts.map(({ fabric }) => fabric)),
    clockMode: starts.every(({ clockMode }) => clockMode === 'virtual') ? 'virtual' : 'real',
    tools: Object.assign({}, ...starts.map(({ tools }) => tools)) as Start['tools'],
  };
}

/** Shards are parts of one command, and it repeats a scenario of any; anything else is told by what put it together. */
function commandOf(starts: readonly Start[], merging: string): string {
  const commands = new Set(starts.map((start) => start.command.replace(/ --shard[= ]\S+/, '')));
  const [only = merging] = commands;
  return commands.size === 1 ? only : merging;
}

/** The parts, as `3/4`, that are needed for a whole and are in none of the traces. */
export function missingShards(traces: readonly (readonly TraceEvent[])[]): string[] {
  const shards = traces.flatMap((events) => {
    return events.flatMap((event) => (event.type === 'run-started' ? (event.shard ?? []) : []));
  });
  return [...Map.groupBy(shards, ({ count }) => count)].flatMap(([count, own]) => {
    const all = Array.from({ length: count }, (_, index) => index + 1);
    return all.filter((wanted) => !own.some(({ index }) => index === wanted)).map((index) => `${index}/${count}`);
  });
}

/** No end where a run has none, or is missing: then the whole was cut off, and its reports say so. */
function endOf(traces: readonly (readonly TraceEvent[])[], events: readonly TraceEvent[]): TraceEvent[] {
  const ends = traces.map((own) => own.findLast((event) => event.type === 'run-finished'));
  if (ends.length === 0 || ends.includes(undefined) || missingShards(traces).length > 0) return [];
  const at = events.at(-1)?.at ?? 0;
  const counts: Record<Status, number> = { passed: 0, failed: 0, inconclusive: 0, skipped: 0, error: 0 };
  for (const { status } of scenarioModels(events)) counts[status] += 1;
  const exitCode = worstExitCode(traces.map(exitCodeOfRun));
  return [{ at, type: 'run-finished', durationMs: at, exitCode, counts }];
}
