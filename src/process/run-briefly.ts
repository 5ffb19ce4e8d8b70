import type { CommandOptions, CommandResult } from './command.ts';
import { formatCommand } from './command-line.ts';
import { ResidentShell } from './resident-shell.ts';
import { expectSuccess, runCommand } from './run-command.ts';

type Options = Pick<CommandOptions, 'input'>;

/** More at once are started by ourselves. */
const mostShells = 4;
/** Longer input costs some shells more than it costs us to start a program: they read it byte by byte. */
const longestInput = 32_768;

/** The shells of this process. */
class Shells {
  static readonly own = new Shells();
  readonly #idle: ResidentShell[] = [];
  #busy = 0;

  /** Undefined: not by a shell. */
  async run(argv: readonly string[], input: string | undefined): Promise<CommandResult | undefined> {
    if (this.#busy >= mostShells) return undefined;
    const shell = this.#take();
    this.#busy += 1;
    const startedAt = performance.now();
    const answer = await shell.run(argv, input);
    this.#busy -= 1;
    if (!shell.hasEnded) this.#idle.push(shell);
    const durationMs = Math.round(performance.now() - startedAt);
    const signal = answer.exitCode === undefined ? 'SIGKILL' : undefined;
    return { command: formatCommand(argv), argv, signal, timedOut: false, durationMs, ...answer };
  }

  #take(): ResidentShell {
    const shell = this.#idle.pop();
    return shell === undefined || shell.hasEnded ? new ResidentShell() : shell;
  }
}

/**
 * Runs a command as `runCommand` does, for less: a program of the system that is done in a moment, that is started again
 * and again, and that needs neither a deadline nor an end before its end. No `echo` or `kill`, which shells have of their own.
 */
export async function runBriefly(argv: readonly string[], { input }: Options = {}): Promise<CommandResult> {
  const result = isFitFor(argv, input) ? await Shells.own.run(argv, input) : undefined;
  // What could not be started has done nothing, and the other way tells why.
  const isMissing = result?.exitCode === 126 || result?.exitCode === 127;
  return result === undefined || isMissing ? await runCommand(argv, input === undefined ? {} : { input }) : result;
}

/** Runs a command that has to succeed. */
export async function runBrieflyOrThrow(argv: readonly string[], options: Options = {}): Promise<CommandResult> {
  return expectSuccess(await runBriefly(argv, options));
}

/** Shells differ in what they make of other characters, and a here-document is made of whole lines. */
function isFitFor(argv: readonly string[], input: CommandOptions['input']): input is string | undefined {
  if (!argv.every(isPlain)) return false;
  if (input === undefined) return true;
  return typeof input === 'string' && input.length <= longestInput && input.endsWith('\n') && isPlain(input);
}

const isPlain = (text: string): boolean => /^[\t\n -~]*$/.test(text);
