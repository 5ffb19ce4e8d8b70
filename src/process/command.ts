/** A finished command: the same record whether it succeeded or not. */
export interface CommandResult {
  /** As a user would type it, escaped. */
  readonly command: string;
  readonly argv: readonly string[];
  /** Undefined: never started, or ended by a signal. */
  readonly exitCode: number | undefined;
  readonly signal: string | undefined;
  readonly timedOut: boolean;
  readonly durationMs: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly input?: string | Uint8Array;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  readonly env?: Readonly<Record<string, string>>;
}

/** A program that runs until it is stopped. */
export interface RunningProcess extends AsyncDisposable {
  readonly pid: number;
  readonly command: string;
  readonly stdin: NodeJS.WritableStream;
  readonly stdout: NodeJS.ReadableStream;
  readonly stderr: NodeJS.ReadableStream;
  /** Settles when the program has ended, however it ended. Never rejects. */
  readonly ended: Promise<CommandResult>;
  kill(signal?: NodeJS.Signals): void;
}
