import { createReadStream } from 'node:fs';
import { KnocklabError } from '../core/errors.ts';
import { BriefEvents } from './brief-events.ts';
import { type TraceEvent, traceVersion } from './events.ts';
import { openTail } from './tail.ts';

export interface Trace {
  readonly events: readonly TraceEvent[];
  /** What could not be read, one sentence each, for the reports to pass on. Empty when all is well. */
  readonly problems: readonly string[];
}

export interface ReadOptions {
  /** Of a long run, leave out what scenarios that passed have done: for verdicts and reports. */
  readonly brief?: boolean;
}

/** Reads a trace. A line that was cut by a killed writer is left out and named in `problems`. */
export async function readTrace(file: string, { brief = false }: ReadOptions = {}): Promise<Trace> {
  const kept = brief ? new BriefEvents() : new AllEvents();
  const problems: string[] = [];
  let number = 0;
  for await (const { text, last } of linesOf(file)) {
    number += 1;
    if (text.trim() === '') continue;
    const event = parseLine(file, text);
    if (event !== undefined) kept.push(event);
    else problems.push(problemOf(number, last));
  }
  return { events: kept.events, problems };
}

class AllEvents {
  readonly events: TraceEvent[] = [];

  push(event: TraceEvent): void {
    this.events.push(event);
  }
}

/** One after the other: a trace may be larger than what one likes to hold. `last`: no end of line came after it. */
async function* linesOf(file: string): AsyncGenerator<{ readonly text: string; readonly last: boolean }> {
  try {
    let rest = '';
    for await (const chunk of createReadStream(file, 'utf8') as AsyncIterable<string>) {
      const lines = `${rest}${chunk}`.split('\n');
      rest = lines.pop() ?? '';
      for (const text of lines) yield { text, last: false };
    }
    yield { text: rest, last: true };
  } catch (cause) {
    if (cause instanceof KnocklabError) throw cause;
    throw new KnocklabError('input/trace-unreadable', `${file} cannot be read.`, {
      remedy: 'Give the folder of a run, such as reports/latest.',
      cause,
    });
  }
}

function problemOf(line: number, last: boolean): string {
  return last
    ? `The last line of the trace (${line}) is cut: the harness was stopped while it wrote.`
    : `Line ${line} of the trace is damaged and was left out.`;
}

/** Undefined: not an event. Event types that this version does not know pass through; reporters skip them. */
function parseLine(file: string, line: string): TraceEvent | undefined {
  const value = parseJson(line);
  if (!isEvent(value)) return undefined;
  if (value.type === 'run-started') refuseNewer(file, value.version);
  return value;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Only the head is checked: a trace is written by us, and its version says by which of us. */
function isEvent(value: unknown): value is TraceEvent {
  if (typeof value !== 'object' || value === null) return false;
  return 'type' in value && typeof value.type === 'string' && 'at' in value && typeof value.at === 'number';
}

function refuseNewer(file: string, version: number): void {
  if (version <= traceVersion) return;
  throw new KnocklabError(
    'input/trace-version',
    `${file} has version ${version} of the trace; this knocklab reads versions up to ${traceVersion}.`,
    { remedy: 'Read it with the knocklab that wrote it, or a newer one.' },
  );
}

export interface FollowOptions {
  readonly pollMs?: number;
}

export interface TraceFollower {
  /** Reads what is still there, then stops. Rejects with the first error that `onEvent` threw. */
  close(): Promise<void>;
}

/**
 * Calls `onEvent` for each event of a trace that is being written, from its beginning. The file need not exist yet.
 * It polls, because inotify does not see every file system that a run may be written to.
 */
export function follow(
  file: string,
  onEvent: (event: TraceEvent) => void,
  { pollMs = 30 }: FollowOptions = {},
): TraceFollower {
  const tail = openTail(file);
  const errors: unknown[] = [];
  const poll = (): void => {
    for (const line of tail.read()) deliver(line, file, onEvent, errors);
  };
  const timer = setInterval(poll, pollMs);
  return {
    close: async () => {
      clearInterval(timer);
      poll();
      tail.close();
      if (errors.length > 0) throw errors[0];
    },
  };
}

/** A reporter that throws must not lose the events that come after. */
function deliver(line: string, file: string, onEvent: (event: TraceEvent) => void, errors: unknown[]): void {
  try {
    const event = parseLine(file, line);
    if (event !== undefined) onEvent(event);
  } catch (error) {
    errors.push(error);
  }
}
