import type { Host } from '../lab/host.ts';
import type { CommandResult } from '../process/command.ts';
import { probeFailure, runTool } from './run-tool.ts';

type ConnectOutcome = 'connected' | 'refused' | 'timeout' | 'unreachable';

export interface ConnectOptions {
  /** Two seconds unless given: a refusal by ICMP may be noticed only when the SYN is repeated after one. */
  readonly timeoutMs?: number;
  /** Wait for what the service says first. */
  readonly readBanner?: boolean;
}

export interface ConnectResult {
  readonly command: string;
  readonly outcome: ConnectOutcome;
  /** The first segment that the service sent; absent when it said nothing within a second. */
  readonly banner?: string;
  readonly durationMs: number;
}

// bash starts in 3 ms where a node would take 60. `connected` tells a silent service from a connection that never came.
const script = 'exec 3<>"/dev/tcp/$1/$2" && echo connected && timeout "$3" dd bs=4096 count=1 status=none <&3';
const bannerSeconds = 1;

/** Opens a TCP connection from a host. */
export async function connect(
  from: Host,
  address: string,
  port: number,
  { timeoutMs = 2000, readBanner = false }: ConnectOptions = {},
): Promise<ConnectResult> {
  const wholeScript = readBanner ? script : script.slice(0, script.lastIndexOf(' && '));
  const seconds = timeoutMs / 1000 + (readBanner ? bannerSeconds : 0);
  const shell = ['bash', '-c', wholeScript, 'connect', address, `${port}`, `${bannerSeconds}`];
  const result = await runTool(from, ['timeout', `${seconds}`, ...shell]);
  const outcome = outcomeOf(result);
  const banner = result.stdout.slice('connected\n'.length);
  return {
    command: result.command,
    outcome,
    ...(outcome === 'connected' && banner !== '' ? { banner } : {}),
    durationMs: result.durationMs,
  };
}

const timedOutExitCode = 124;

function outcomeOf(result: CommandResult): ConnectOutcome {
  if (result.stdout.startsWith('connected\n')) return 'connected';
  if (result.exitCode === timedOutExitCode || /Connection timed out/.test(result.stderr)) return 'timeout';
  if (/Connection refused/.test(result.stderr)) return 'refused';
  if (/No route to host|Network is unreachable|Host is unreachable/.test(result.stderr)) return 'unreachable';
  throw probeFailure('probe/connect-failed', 'The connection could not be tried', result);
}
