import { closeSync, openSync } from 'node:fs';
import { Readable, Writable } from 'node:stream';
import type { CommandResult, RunningProcess } from './command.ts';
import { Program, type ProgramOptions, type Stdio } from './program.ts';

/** How a program that goes on running is started. */
export interface StartOptions extends ProgramOptions {
  /** It outlives us: it ends by itself, by `kill`, or with its lab. Its output goes to `logFile`, or nowhere. */
  readonly detached?: boolean;
  /** stdout and stderr are appended to this file (its name as seen from here) instead of the streams. */
  readonly logFile?: string;
}

/**
 * Starts a program that runs until it is stopped; `await using` stops it.
 * Rejects with a {@link CommandError} `tool/missing` when it can't be started.
 */
export async function startProcess(argv: readonly string[], options: StartOptions = {}): Promise<RunningProcess> {
  const log = options.logFile === undefined ? undefined : openSync(options.logFile, 'a');
  const program = new Program(argv, options, stdioFor(options, log));
  if (log !== undefined) closeSync(log);
  if (program.child.pid === undefined) await program.result(() => ({ stdout: '', stderr: '' }));
  if (options.detached === true) program.unref();
  return new StartedProcess(program, options);
}

function stdioFor({ detached = false }: StartOptions, log: number | undefined): Stdio[] {
  const output: Stdio = log ?? (detached ? 'ignore' : 'pipe');
  return [detached ? 'ignore' : 'pipe', output, output];
}

class StartedProcess implements RunningProcess {
  readonly pid: number;
  readonly command: string;
  readonly stdin: NodeJS.WritableStream;
  readonly stdout: NodeJS.ReadableStream;
  readonly stderr: NodeJS.ReadableStream;
  readonly ended: Promise<CommandResult>;
  readonly #program: Program;

  constructor(program: Program, { input }: StartOptions) {
    const { child, command } = program;
    const output = new Tee(child.stdout);
    const errors = new Tee(child.stderr);
    this.#program = program;
    this.pid = child.pid ?? 0;
    this.command = command;
    this.stdin = child.stdin ?? new Writable({ write: (_chunk, _encoding, done) => done() });
    this.stdin.on('error', () => undefined); // It may end without having read everything.
    if (input !== undefined) this.stdin.end(input);
    this.stdout = output.stream;
    this.stderr = errors.stream;
    this.ended = program.result(() => ({ stdout: output.tail(), stderr: errors.tail() }));
  }

  kill(signal: NodeJS.Signals = 'SIGTERM'): void {
    this.#program.signal(signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#program.hasEnded) this.#program.terminate();
    await this.ended;
  }
}

const tailLength = 65_536;

/**
 * A stream for whoever wants to read it, and its end for the result. It never holds the program up: a server whose
 * output nobody reads would otherwise stop at a full pipe. Something that prints without end needs a `logFile`.
 */
class Tee {
  readonly stream = new Readable({ read: () => undefined });
  #tail = Buffer.alloc(0);

  constructor(source: Readable | null) {
    source?.on('data', (chunk: Buffer) => {
      this.stream.push(chunk);
      this.#tail = Buffer.concat([this.#tail, chunk]).subarray(-tailLength);
    });
    if (source === null) this.stream.push(null);
    source?.on('close', () => this.stream.push(null));
  }

  tail(): string {
    return this.#tail.toString('utf8');
  }
}
