import { KnocklabError } from '../core/errors.ts';
import type { Host } from '../lab/host.ts';
import type { PortState } from '../trace/events.ts';
import { type LookResult, look } from './look.ts';
import { ping } from './ping.ts';
import { runTool } from './run-tool.ts';
import { type ScanRequest, type ScanResult, scan } from './scan.ts';

export interface ControlOptions {
  /** A TCP port of the same host that has to answer, open or closed; `auto` looks for anything that does. */
  readonly control?: number | 'auto';
}

/** A scan, and whether its `filtered` may be believed. */
export interface ControlledScan {
  readonly scan: ScanResult;
  /** Why silence means a filter, in one sentence; undefined when it could as well mean a dead host. */
  readonly control: string | undefined;
  /** Why not, when `control` is undefined: the scan is inconclusive. */
  readonly reason: string | undefined;
}

// Nobody listens there and no list of common ports has them, so no rule is likely to name them.
const unusualPorts = [47_613, 51_921, 58_207] as const;

/** How long answers are waited for: each of two SYNs, and a ping. */
interface Patience {
  readonly synMs: number;
  readonly pingMs: number;
}

/** Many times what an answer takes in a lab; and what it may take on a busy machine, when nobody has answered by then. */
const patiences: readonly Patience[] = [
  { synMs: 25, pingMs: 100 },
  { synMs: 150, pingMs: 300 },
];

/**
 * Scans, with a positive control: a port is believed to be `filtered` only when the same host answered something both
 * before and after the scan. A host that was up at first may have died meanwhile, or the way to it.
 */
export async function scanWithControl(
  from: Host,
  address: string,
  request: ScanRequest = {},
  { control = 'auto' }: ControlOptions = {},
): Promise<ControlledScan> {
  const before = await findAnswer(from, address, control);
  const result = await scan(from, address, request);
  const silent = countSilent(result);
  if (result.hostUp && silent === 0) return believed(result, 'every port that was looked at answered');
  const after = await findAnswer(from, address, control);
  if (before === undefined) return doubted(result, `${address} answered nothing before the scan (${tried(control)})`);
  if (after === undefined) return doubted(result, `${address} answered nothing after the scan (${tried(control)})`);
  if (!result.hostUp) return believed(result, `nmap found nobody, but ${address} answered ${twice(before, after)}`);
  return believed(result, `${address} answered ${twice(before, after)}`);
}

function believed(result: ScanResult, control: string): ControlledScan {
  return { scan: result, control, reason: undefined };
}

function doubted(result: ScanResult, reason: string): ControlledScan {
  return { scan: result, control: undefined, reason };
}

function twice(before: string, after: string): string {
  return before === after ? `${before} before and after the scan` : `${before} before and ${after} after the scan`;
}

/** How many ports' states nmap concluded from silence, or from what somebody else on the way said. */
function countSilent({ ports, others }: ScanResult): number {
  const listed = ports.filter(({ state }) => isSilent(state)).length;
  return others.reduce((sum, { state, count }) => sum + (isSilent(state) ? count : 0), listed);
}

function isSilent(state: PortState['state']): boolean {
  return ['filtered', 'open|filtered', 'closed|filtered'].includes(state);
}

function tried(control: number | 'auto'): string {
  return control === 'auto' ? `tried TCP ports ${unusualPorts.join(', ')}, ping and ARP` : `tried TCP port ${control}`;
}

/** How the host showed that it is there. From what tells most to what tells least. */
async function findAnswer(from: Host, address: string, control: number | 'auto'): Promise<string | undefined> {
  for (const patience of patiences) {
    const answer = await answerWithin(patience, from, address, control);
    if (answer !== undefined) return answer;
  }
  return undefined;
}

async function answerWithin(
  { synMs, pingMs }: Patience,
  from: Host,
  address: string,
  control: number | 'auto',
): Promise<string | undefined> {
  const answer = await tcpAnswer(from, address, control === 'auto' ? unusualPorts : [control], synMs);
  if (answer !== undefined || control !== 'auto') return answer;
  return (await echoAnswer(from, address, pingMs)) ?? arpAnswer(from, address, synMs);
}

async function tcpAnswer(
  from: Host,
  address: string,
  ports: readonly number[],
  patienceMs: number,
): Promise<string | undefined> {
  const states = await statesOf(from, address, ports, patienceMs);
  const port = ports.find((own) => states[own] === 'open') ?? ports.find((own) => states[own] === 'closed');
  return port === undefined ? undefined : `on ${states[port]} TCP port ${port}`;
}

/** Without a route, looking fails where others only hear nothing. */
async function statesOf(
  from: Host,
  address: string,
  ports: readonly number[],
  patienceMs: number,
): Promise<LookResult['states']> {
  try {
    return (await look(from, address, ports, { patienceMs })).states;
  } catch (error) {
    if (error instanceof KnocklabError && error.code === 'probe/look-failed') return {};
    throw error;
  }
}

async function echoAnswer(from: Host, address: string, timeoutMs: number): Promise<string | undefined> {
  try {
    const { received } = await ping(from, address, { timeoutMs });
    return received > 0 ? 'a ping' : undefined;
  } catch (error) {
    // Without a route, ping fails where others only hear nothing.
    if (error instanceof KnocklabError && error.code === 'probe/ping-failed') return undefined;
    throw error;
  }
}

/** What the kernel remembers of its neighbour is forgotten first: only an answer of this moment counts. */
async function arpAnswer(from: Host, address: string, patienceMs: number): Promise<string | undefined> {
  await runTool(from, ['ip', 'neigh', 'flush', 'to', address]);
  await statesOf(from, address, [unusualPorts[0]], patienceMs);
  const { stdout } = await runTool(from, ['ip', 'neigh', 'show', 'to', address]);
  return / lladdr \S+ .*\b(REACHABLE|DELAY|PROBE)\b/.test(stdout) ? 'ARP' : undefined;
}
