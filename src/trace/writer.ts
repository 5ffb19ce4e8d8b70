import { closeSync, fstatSync, mkdirSync, openSync, readSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { maskTokens } from '../core/mask-tokens.ts';
import type { EventBody, EventHead } from './events.ts';
import { notWritten } from './not-written.ts';

/** An event as its author writes it: without `at`, the writer knows the time. */
export type NewEvent = EventBody & Omit<EventHead, 'at'> & { readonly at?: number };

export interface TraceOptions {
  /** When the run began, in ms since 1970: the same in every process that writes to one trace. */
  readonly startedAt: number;
  readonly now?: () => number;
}

export interface TraceWriter extends Disposable {
  readonly file: string;
  write(event: NewEvent): void;
  /** Harmless when called twice; nothing can be written afterwards. */
  close(): void;
}

/**
 * Opens a trace for appending. Each event is one line and one system call, so that what was measured survives SIGKILL
 * of the harness, and several workers can write to the same file.
 */
export function openTrace(file: string, { startedAt, now = Date.now }: TraceOptions): TraceWriter {
  mkdirSync(dirname(file), { recursive: true });
  let descriptor: number | undefined = openSync(file, 'a+');
  let cut = endsInsideLine(descriptor);
  const write = (event: NewEvent): void => {
    if (descriptor === undefined) throw new Error(`${file} is closed; a ${event.type} event came too late`);
    const line = serialize({ at: Math.max(0, now() - startedAt), ...event });
    try {
      writeWhole(descriptor, cut ? Buffer.concat([Buffer.from('\n'), line]) : line);
      cut = false;
    } catch (cause) {
      cut = true;
      throw notWritten(file, dirname(file), cause);
    }
  };
  const close = (): void => {
    if (descriptor !== undefined) closeSync(descriptor);
    descriptor = undefined;
  };
  return { file, write, close, [Symbol.dispose]: close };
}

/** Masked before it is serialized: JSON's own backslashes would hide a token that is spelled with one. */
function serialize(event: NewEvent): Buffer {
  const masked = (_key: string, value: unknown): unknown => (typeof value === 'string' ? maskTokens(value) : value);
  return Buffer.from(`${JSON.stringify(event, masked)}\n`);
}

/** A disk that fills up takes only a part of a write. */
function writeWhole(descriptor: number, bytes: Buffer): void {
  let written = 0;
  while (written < bytes.length) written += writeSync(descriptor, bytes, written);
}

/** True after a writer was killed in the middle of a line: the next event must not be glued to its remains. */
function endsInsideLine(descriptor: number): boolean {
  const { size } = fstatSync(descriptor);
  if (size === 0) return false;
  const last = Buffer.alloc(1);
  readSync(descriptor, last, 0, 1, size - 1);
  return last[0] !== 0x0a;
}
