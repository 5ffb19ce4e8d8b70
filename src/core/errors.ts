/** What a user can meet and mend: what happened, to which object, and what to do next. */
export interface ErrorDetails {
  /** The next action, in one sentence. */
  readonly remedy?: string;
  /** What was last seen: the end of a log, a command's output. */
  readonly evidence?: string;
  readonly cause?: unknown;
}

/**
 * Base of every error that is not a bug. `code` is `area/what`; the area decides the exit code
 * (`input/…` 2, `probe/inconclusive` 4, everything else 3: the lab could not be built or the harness could not look).
 */
export class KnocklabError extends Error {
  override readonly name: string = 'KnocklabError';
  readonly code: string;
  readonly remedy: string | undefined;
  readonly evidence: string | undefined;

  constructor(code: string, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.remedy = details.remedy;
    this.evidence = details.evidence;
  }
}

/** The probe could not tell: neither a pass nor a failure of the firewall. */
export class InconclusiveError extends KnocklabError {
  override readonly name = 'InconclusiveError';

  constructor(reason: string, details: ErrorDetails = {}) {
    super('probe/inconclusive', reason, details);
  }
}

export const exitCodes = {
  passed: 0,
  failed: 1,
  input: 2,
  lab: 3,
  inconclusive: 4,
  interrupted: 130,
} as const;

/** The exit code that `knocklab` ends with when this error ends it. */
export function exitCodeOf(error: unknown): number {
  if (!(error instanceof KnocklabError)) return exitCodes.lab;
  if (error.code === 'probe/inconclusive') return exitCodes.inconclusive;
  return error.code.startsWith('input/') ? exitCodes.input : exitCodes.lab;
}
