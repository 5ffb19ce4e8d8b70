import { z } from 'zod';
import type { Host } from '../lab/host.ts';
import type { CommandResult } from '../process/command.ts';
import { formatCommand } from '../process/command-line.ts';
import { probeFailure, runTool } from './run-tool.ts';

type HttpOutcome = 'answered' | 'refused' | 'timeout' | 'unreachable' | 'unresolved' | 'untrusted' | 'broken';

export interface HttpOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** `name:password` for basic authentication. */
  readonly user?: string;
  /** Take any certificate. */
  readonly insecure?: boolean;
  /** The file, as the host sees it, with the CA to trust. */
  readonly caFile?: string;
  /** Five seconds unless given. */
  readonly timeoutMs?: number;
  readonly extraArgs?: readonly string[];
}

export interface HttpResult {
  readonly command: string;
  readonly outcome: HttpOutcome;
  readonly status?: number;
  readonly body: string;
  readonly durationMs: number;
}

/** Makes an HTTP request from a host with curl. */
export async function http(from: Host, url: string, options: HttpOptions = {}): Promise<HttpResult> {
  const { body } = options;
  const command = curlCommand(url, options);
  const result = await runTool(from, [...command, ...observing], body === undefined ? {} : { input: body });
  const status = statusOf(result);
  return {
    command: formatCommand(command),
    outcome: outcomeOf(result),
    ...(status === 0 ? {} : { status }),
    body: result.stdout,
    durationMs: result.durationMs,
  };
}

/** As a person would type it. */
function curlCommand(url: string, options: HttpOptions): string[] {
  const { method, headers = {}, body, user, insecure = false, caFile, timeoutMs = 5000, extraArgs = [] } = options;
  return [
    'curl',
    '--max-time',
    `${timeoutMs / 1000}`,
    ...(method === undefined ? [] : ['-X', method]),
    ...Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]),
    ...(body === undefined ? [] : ['--data-binary', '@-']),
    ...(user === undefined ? [] : ['-u', user]),
    ...(insecure ? ['-k'] : []),
    ...(caFile === undefined ? [] : ['--cacert', caFile]),
    ...extraArgs,
    url,
  ];
}

// Verbose only for the reason why a connection failed, which curl's message leaves out.
const observing = ['-sSv', '-w', '%{stderr}\n%{json}\n'];

// The exit codes of curl(1).
const outcomes: Readonly<Record<number, HttpOutcome>> = {
  0: 'answered',
  6: 'unresolved',
  28: 'timeout',
  35: 'broken',
  52: 'broken',
  55: 'broken',
  56: 'broken',
  60: 'untrusted',
};
const notConnected = 7;

function outcomeOf(result: CommandResult): HttpOutcome {
  const { exitCode = -1, stderr } = result;
  if (exitCode === notConnected) {
    if (/Connection timed out/.test(stderr)) return 'timeout';
    return /Connection refused/.test(stderr) ? 'refused' : 'unreachable';
  }
  const outcome = outcomes[exitCode];
  if (outcome === undefined) throw probeFailure('probe/http-failed', `curl failed with exit code ${exitCode}`, result);
  return outcome;
}

const writeOutSchema = z.object({ http_code: z.number() });

function statusOf({ stderr }: CommandResult): number {
  const line = stderr.trimEnd().split('\n').at(-1) ?? '';
  if (!line.startsWith('{')) return 0;
  return writeOutSchema.parse(JSON.parse(line)).http_code;
}
