import { relative } from 'node:path';
import { inspect } from 'node:util';
import { InconclusiveError, KnocklabError } from '../core/errors.ts';
import type { Status } from '../trace/events.ts';
import type { Check } from './check.ts';
import { joinTexts } from './check.ts';

/** What stopped the harness, as the trace keeps it. */
export interface ErrorRecord {
  readonly code: string;
  readonly message: string;
  readonly remedy?: string;
  readonly evidence?: string;
}

export interface Verdict {
  readonly status: Status;
  readonly expected?: string;
  readonly observed?: string;
  readonly evidence?: string;
  /** Only with status `error`. */
  readonly error?: ErrorRecord;
}

/** The verdict on a step that came to its end: it says what was seen. */
export function passedVerdict(checks: readonly Check[]): Verdict {
  return { status: 'passed', ...texts(checks) };
}

/** A failed expectation is the firewall's fault, an `InconclusiveError` nobody's, everything else the harness's or the scenario's. */
export function verdictOf(error: unknown, checks: readonly Check[]): Verdict {
  if (error instanceof InconclusiveError) return inconclusiveVerdict(error, checks);
  if (isAssertionError(error)) return failedVerdict(error, checks);
  return errorVerdict(error, checks);
}

/** Status by status, the worse one: a harness that could not look outweighs a firewall found wrong. */
export function worse(a: Status, b: Status): Status {
  return severity.indexOf(a) >= severity.indexOf(b) ? a : b;
}

const severity: readonly Status[] = ['skipped', 'passed', 'inconclusive', 'failed', 'error'];

/** vitest's matchers, chai and node:assert all carry what was expected and what was there. */
function isAssertionError(error: unknown): error is Error & { expected?: unknown; actual?: unknown } {
  if (!(error instanceof Error) || error instanceof KnocklabError) return false;
  return error.name === 'AssertionError' || ('expected' in error && 'actual' in error);
}

function errorRecord(error: unknown): ErrorRecord {
  if (error instanceof KnocklabError) return knocklabRecord(error);
  const message = error instanceof Error ? `${error.name}: ${error.message}` : `thrown: ${inspect(error)}`;
  return { code: 'scenario/crashed', message, ...evidenceOf([sourcePlace(error)]) };
}

/** The first paragraph says what happened; what follows it (the line and the caret) shows where. */
function knocklabRecord(error: KnocklabError): ErrorRecord {
  const [message = '', ...rest] = error.message.split('\n\n');
  return {
    code: error.code,
    message,
    ...(error.remedy === undefined ? {} : { remedy: error.remedy }),
    ...evidenceOf([rest.join('\n\n'), error.evidence, causeText(error)]),
  };
}

function inconclusiveVerdict(error: InconclusiveError, checks: readonly Check[]): Verdict {
  const record = errorRecord(error);
  return {
    status: 'inconclusive',
    ...texts(checks.filter((check) => !check.passed)),
    observed: error.message,
    ...evidenceOf([record.evidence, record.remedy, sourcePlace(error)]),
  };
}

function failedVerdict(error: Error & { expected?: unknown; actual?: unknown }, checks: readonly Check[]): Verdict {
  const failed = checks.filter((check) => !check.passed);
  if (failed.length > 0) return { status: 'failed', ...texts(failed), ...evidenceOf([sourcePlace(error)]) };
  return {
    status: 'failed',
    expected: 'expected' in error ? valueText(error.expected) : firstLine(error.message),
    observed: 'actual' in error ? valueText(error.actual) : firstLine(error.message),
    ...evidenceOf([error.message, sourcePlace(error)]),
  };
}

function errorVerdict(error: unknown, checks: readonly Check[]): Verdict {
  const record = errorRecord(error);
  return {
    status: 'error',
    ...texts(checks.filter((check) => !check.passed)),
    observed: record.message,
    ...evidenceOf([record.evidence, record.remedy]),
    error: record,
  };
}

function texts(checks: readonly Check[]): { expected?: string; observed?: string } {
  const expected = joinTexts(checks.map((check) => check.expected));
  const observed = joinTexts(checks.map((check) => check.observed));
  return { ...(expected === undefined ? {} : { expected }), ...(observed === undefined ? {} : { observed }) };
}

function evidenceOf(parts: readonly (string | undefined)[]): { evidence?: string } {
  const evidence = parts.filter((part) => part !== undefined && part !== '').join('\n');
  return evidence === '' ? {} : { evidence };
}

function valueText(value: unknown): string {
  return typeof value === 'string' ? value : inspect(value, { depth: 4, breakLength: 120 });
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}

function causeText({ cause, message }: Error): string | undefined {
  if (cause === undefined) return undefined;
  const text = cause instanceof Error ? cause.message : inspect(cause);
  if (message.includes(text)) return undefined;
  const evidence = cause instanceof KnocklabError ? cause.evidence : undefined;
  return `cause: ${text}${evidence === undefined ? '' : `\n${evidence}`}`;
}

/** The line of the scenario at which it stopped: the first frame that lies in a scenario file. */
function sourcePlace(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const frame = error.stack?.split('\n').find((line) => /\.scenario\.ts:\d+:\d+/.test(line));
  const place = frame === undefined ? undefined : /(?:file:\/\/)?(\/[^()]*\.scenario\.ts:\d+:\d+)/.exec(frame)?.[1];
  return place === undefined ? undefined : `at ${relative(process.cwd(), place)}`;
}
