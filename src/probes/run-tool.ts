import { KnocklabError } from '../core/errors.ts';
import type { Host } from '../lab/host.ts';
import type { CommandOptions, CommandResult } from '../process/command.ts';

// What a shell, nsenter and Docker alike end with when there is no such program, or it may not be run.
const notFound = 127;
const notExecutable = 126;

/** Runs a tool on a host. What the tool says is for the caller to judge; that there is no such tool is an error. */
export async function runTool(
  host: Host,
  argv: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  const env = { LC_ALL: 'C', ...options.env };
  const result = await host.exec(argv, { ...options, env });
  if (isMissing(result)) throw missingTool(host, result);
  return result;
}

export function isMissing({ exitCode }: CommandResult): boolean {
  return exitCode === notFound || exitCode === notExecutable;
}

export function missingTool(host: Host, { argv, stderr }: Pick<CommandResult, 'argv' | 'stderr'>): KnocklabError {
  const [tool = ''] = argv;
  return new KnocklabError('tool/missing', `Host "${host.name}" has no program "${tool}".`, {
    evidence: stderr,
    remedy: `Install ${tool}; "knocklab doctor" shows what is missing and how to get it.`,
  });
}

/** A failure that says what was run and what came of it. */
export function probeFailure(code: `probe/${string}`, problem: string, result: CommandResult): KnocklabError {
  const evidence = [result.stderr, result.stdout].map(lastLines).filter(Boolean).join('\n');
  return new KnocklabError(code, `${problem}: ${result.command}`, { evidence });
}

function lastLines(text: string): string {
  return text.trimEnd().split('\n').slice(-20).join('\n');
}
