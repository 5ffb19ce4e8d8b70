import { type ErrorDetails, KnocklabError } from '../core/errors.ts';
import type { CommandResult } from './command.ts';

/** A command that failed or couldn't be started. The message is one line; what the command printed is the evidence. */
export class CommandError extends KnocklabError {
  override readonly name = 'CommandError';
  readonly result: CommandResult;

  constructor(code: string, message: string, result: CommandResult, details: ErrorDetails = {}) {
    super(code, message, { evidence: lastLines(result), ...details });
    this.result = result;
  }
}

/** The error for a result that is no success: told apart by its fields, never by its text. */
export function failureOf(result: CommandResult): CommandError {
  const code = result.timedOut ? 'tool/timeout' : 'tool/failed';
  return new CommandError(code, `${reason(result)}: ${result.command}`, result);
}

export function missingProgram(result: CommandResult, cause?: unknown): CommandError {
  const program = result.argv[0] ?? '';
  const details = { remedy: `Install ${program}; "knocklab doctor" shows what is missing and how to get it.`, cause };
  return new CommandError('tool/missing', `Can't start "${program}": ${causeText(cause)}`, result, details);
}

function reason({ timedOut, durationMs, exitCode, signal }: CommandResult): string {
  if (timedOut) return `Command timed out after ${durationMs} ms`;
  if (signal !== undefined) return `Command was ended by ${signal}`;
  return `Command failed with exit code ${exitCode}`;
}

function causeText(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (typeof code !== 'string' || code === 'ENOENT') return 'there is no such program';
  return code === 'EACCES' ? 'it may not be executed' : code;
}

function lastLines({ stdout, stderr }: CommandResult): string {
  return [stderr, stdout]
    .map((text) => text.trimEnd().split('\n').slice(-20).join('\n'))
    .filter((text) => text !== '')
    .join('\n');
}
