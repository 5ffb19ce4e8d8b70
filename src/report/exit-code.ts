import { exitCodes } from '../core/errors.ts';
import type { TraceEvent } from '../trace/events.ts';
import { lastAttempts } from './model/attempts.ts';
import { scenarioStatus } from './model/verdict.ts';

/** Which code wins when several apply: what stopped the run, before what the run found out. */
const precedence: readonly number[] = [
  exitCodes.interrupted,
  exitCodes.input,
  exitCodes.lab,
  exitCodes.failed,
  exitCodes.inconclusive,
];

/** The exit code that a run deserves. A run in which no scenario looked at anything is an error, never a pass. */
export function exitCodeOfRun(events: readonly TraceEvent[]): number {
  return worstExitCode([...scenarioCodes(events), ...harnessCodes(events)]);
}

/** Of several codes the one that counts; of none that of a harness that looked at nothing. */
export function worstExitCode(codes: readonly number[]): number {
  const worst = precedence.find((code) => codes.includes(code));
  if (worst !== undefined) return worst;
  return codes.includes(exitCodes.passed) ? exitCodes.passed : exitCodes.lab;
}

function scenarioCodes(events: readonly TraceEvent[]): number[] {
  return lastAttempts(events).flatMap((attempt) => scenarioCode(attempt.events) ?? []);
}

function scenarioCode(events: readonly TraceEvent[]): number | undefined {
  const status = scenarioStatus(events);
  if (status === 'error') return errorCode(events);
  return status === 'skipped' ? undefined : exitCodes[status];
}

function errorCode(events: readonly TraceEvent[]): number {
  const code = events.findLast((event) => event.type === 'scenario-finished')?.error?.code ?? '';
  return code.startsWith('input/') ? exitCodes.input : exitCodes.lab;
}

/** What the harness says of itself at the end (an interrupt, a runner that broke) can only make it worse. */
function harnessCodes(events: readonly TraceEvent[]): number[] {
  const end = events.findLast((event) => event.type === 'run-finished');
  if (end === undefined || end.exitCode === exitCodes.passed) return [];
  return [precedence.includes(end.exitCode) ? end.exitCode : exitCodes.lab];
}
