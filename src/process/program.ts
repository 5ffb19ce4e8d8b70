import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Socket } from 'node:net';
import type { CommandOptions, CommandResult } from './command.ts';
import { missingProgram } from './command-error.ts';
import { formatCommand } from './command-line.ts';
import { searchPath } from './search-path.ts';
import { signalProcess } from './signal-process.ts';

// node:child_process, not execa: importing execa takes 55-100 ms, child_process 3 ms, and both the twin's start and a
// lab's start (less than 100 ms altogether) wait for it. What execa is good for is kept: one record for success and
// failure, commands escaped as a person would type them, termination that is polite first, forced later and complete.

/** Options for those who run programs at some other place. */
export interface ProgramOptions extends CommandOptions {
  /** What stands before `argv` to get to the place where it runs (`nsenter …`). Never shown. */
  readonly through?: readonly string[];
}

export type Stdio = 'pipe' | 'ignore' | number;

const forceAfterMs = 2000;

/** A child process in a session of its own: what it starts can be signalled with it. */
export class Program {
  readonly child: ChildProcess;
  readonly argv: readonly string[];
  readonly #entered: boolean;
  readonly #startedAt = performance.now();
  readonly #ended: Promise<void>;
  #hasEnded = false;
  #timedOut = false;
  #startFailure: unknown;
  #force: NodeJS.Timeout | undefined;

  constructor(argv: readonly string[], options: ProgramOptions, stdio: Stdio[]) {
    this.argv = argv;
    this.#entered = options.through !== undefined;
    this.child = spawnChild(argv, options, stdio);
    this.#ended = this.#watch(options);
  }

  get command(): string {
    return formatCommand(this.argv);
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  signal(name: NodeJS.Signals): void {
    if (this.child.pid !== undefined && !this.#hasEnded) {
      signalProcess(this.child.pid, name, { spareLeader: this.#entered });
    }
  }

  /** Lets this process end while the program runs. */
  unref(): void {
    const { child } = this;
    child.unref();
    for (const stream of [child.stdin, child.stdout, child.stderr]) if (stream instanceof Socket) stream.unref();
  }

  /** Politely at first, and by force two seconds later. */
  terminate(): void {
    this.signal('SIGTERM');
    this.#force ??= setTimeout(() => this.#kill(), forceAfterMs);
  }

  /** What became of it, once it has ended and closed its output. Rejects only when it could not be started. */
  async result(output: () => Pick<CommandResult, 'stdout' | 'stderr'>): Promise<CommandResult> {
    await this.#ended;
    const result = {
      command: this.command,
      argv: this.argv,
      exitCode: this.#startFailure === undefined ? (this.child.exitCode ?? undefined) : undefined,
      signal: this.child.signalCode ?? undefined,
      timedOut: this.#timedOut,
      durationMs: Math.round(performance.now() - this.#startedAt),
      ...output(),
    };
    if (this.#startFailure !== undefined) throw missingProgram(result, this.#startFailure);
    return result;
  }

  async #watch({ timeoutMs, signal }: ProgramOptions): Promise<void> {
    const terminate = (): void => this.terminate();
    const deadline = timeoutMs === undefined ? undefined : setTimeout(() => this.#timeOut(), timeoutMs);
    signal?.addEventListener('abort', terminate);
    if (signal?.aborted === true) terminate();
    // 'error' comes instead of 'exit' when the program can't be started, and 'close' is then not to be waited for.
    await once(this.child, 'close').catch((error: unknown) => {
      this.#startFailure = error;
    });
    this.#hasEnded = true;
    clearTimeout(deadline);
    clearTimeout(this.#force);
    signal?.removeEventListener('abort', terminate);
  }

  #timeOut(): void {
    this.#timedOut = true;
    this.terminate();
  }

  /** A grandchild in yet another session may hold the output open for ever: it is closed on our side. */
  #kill(): void {
    this.signal('SIGKILL');
    for (const stream of [this.child.stdin, this.child.stdout, this.child.stderr]) stream?.destroy();
  }
}

function spawnChild(argv: readonly string[], { through = [], env }: ProgramOptions, stdio: Stdio[]): ChildProcess {
  const [program = '', ...args] = [...through, ...argv];
  try {
    return spawn(program, args, { stdio, detached: true, env: { ...process.env, PATH: searchPath(), ...env } });
  } catch (error) {
    // Most failures are events, but a NUL byte in an argument and too long a list of them are thrown.
    throw missingProgram(neverStarted(argv), error);
  }
}

function neverStarted(argv: readonly string[]): CommandResult {
  const outcome = { exitCode: undefined, signal: undefined, timedOut: false, durationMs: 0, stdout: '', stderr: '' };
  return { command: formatCommand(argv), argv, ...outcome };
}
