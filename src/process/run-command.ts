import type { Readable, Writable } from 'node:stream';
import type { CommandResult } from './command.ts';
import { failureOf } from './command-error.ts';
import { Program, type ProgramOptions } from './program.ts';

/**
 * Runs a command to its end and gives its result, whatever the exit code.
 * Rejects only with a {@link CommandError} `tool/missing` when it could not be started.
 */
export async function runCommand(argv: readonly string[], options: ProgramOptions = {}): Promise<CommandResult> {
  const { input } = options;
  const program = new Program(argv, options, [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe']);
  const { stdin, stdout, stderr } = program.child;
  if (stdin !== null && input !== undefined) feed(stdin, input);
  const texts = [collect(stdout), collect(stderr)] as const;
  return program.result(() => ({ stdout: texts[0](), stderr: texts[1]() }));
}

/** The result of a command that was to succeed; otherwise a {@link CommandError} with everything it printed. */
export function expectSuccess(result: CommandResult): CommandResult {
  if (result.exitCode !== 0) throw failureOf(result);
  return result;
}

/** Runs a command that has to succeed. */
export async function runOrThrow(argv: readonly string[], options: ProgramOptions = {}): Promise<CommandResult> {
  return expectSuccess(await runCommand(argv, options));
}

/** A program may end without having read its input; that is no error of ours. */
function feed(stdin: Writable, input: string | Uint8Array): void {
  stdin.on('error', () => undefined);
  stdin.end(input);
}

/** Bytes are put together before they are decoded: a chunk may end within a character. */
function collect(stream: Readable | null): () => string {
  const chunks: Buffer[] = [];
  stream?.on('data', (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString('utf8');
}
