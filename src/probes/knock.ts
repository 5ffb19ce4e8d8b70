import { isIPv6 } from 'node:net';
import { KnocklabError } from '../core/errors.ts';
import type { Host } from '../lab/host.ts';
import { Agent } from './agent/agent.ts';
import type { KnockPlan } from './agent/send-knock.ts';
import { type Knock, parseKnock } from './knock-sequence.ts';
import { probeFailure, runTool } from './run-tool.ts';

export interface KnockOptions {
  /** Between any two knocks; 100 ms unless given. */
  readonly gapMs?: number;
  /** Between each two knocks: one less than there are knocks. */
  readonly gapsMs?: readonly number[];
  /** `knock` is the client that comes with knockd. */
  readonly client?: 'own' | 'knock';
  /** For the whole sequence; a minute more than its gaps unless given. */
  readonly timeoutMs?: number;
}

export interface KnockResult {
  readonly command: string;
  readonly sequence: readonly string[];
  readonly gapsMs: readonly number[];
  readonly client: 'own' | 'knock';
  readonly durationMs: number;
}

/**
 * Knocks at an address from a host: `1000/tcp` sends one SYN, `17954/udp` one datagram, `icmp:size=720` one echo request.
 * That nobody answers is what a knock expects; that it could not be sent is an error.
 */
export async function knock(
  from: Host,
  address: string,
  sequence: readonly string[],
  { gapMs = 100, gapsMs, client = 'own', timeoutMs }: KnockOptions = {},
): Promise<KnockResult> {
  const knocks = sequence.map(parseKnock);
  const gaps = gapsMs ?? Array<number>(Math.max(0, knocks.length - 1)).fill(gapMs);
  checkSequence(address, knocks, gaps);
  await expectRoute(from, address);
  const limitMs = timeoutMs ?? gaps.reduce((sum, gap) => sum + gap, 60_000);
  const sent =
    client === 'knock'
      ? await knockWithClient(from, knockCommand(address, knocks, gaps), limitMs)
      : await knockWithAgent(from, knockPlan(address, knocks, gaps), limitMs, sequence);
  return { ...sent, sequence, gapsMs: gaps, client };
}

type Sent = Pick<KnockResult, 'command' | 'durationMs'>;

async function knockWithAgent(
  from: Host,
  plan: KnockPlan,
  limitMs: number,
  sequence: readonly string[],
): Promise<Sent> {
  const startedAt = performance.now();
  const command = `knock from ${from.name}: ${plan.address} ${sequence.join(' ')}`;
  await Agent.on(from)
    .knock(plan, limitMs)
    .catch((cause: unknown) => {
      throw new KnocklabError('probe/knock-failed', `A knock could not be sent: ${command}`, { cause });
    });
  return { command, durationMs: Math.round(performance.now() - startedAt) };
}

async function knockWithClient(from: Host, argv: readonly string[], limitMs: number): Promise<Sent> {
  const result = await runTool(from, argv, { timeoutMs: limitMs });
  if (result.timedOut) throw probeFailure('probe/knock-failed', `The knocks did not end within ${limitMs} ms`, result);
  if (result.exitCode !== 0) throw probeFailure('probe/knock-failed', 'A knock could not be sent', result);
  return { command: result.command, durationMs: result.durationMs };
}

function checkSequence(address: string, knocks: readonly Knock[], gapsMs: readonly number[]): void {
  if (knocks.length === 0) throw new KnocklabError('input/knock', 'A knock sequence needs at least one knock.');
  if (gapsMs.length !== knocks.length - 1) {
    throw new KnocklabError(
      'input/knock',
      `${knocks.length} knocks have ${knocks.length - 1} gaps, not ${gapsMs.length}.`,
    );
  }
  if (isIPv6(address) && knocks.some(({ protocol }) => protocol === 'icmp')) {
    throw new KnocklabError('input/knock', `An ICMP knock needs an IPv4 address, not "${address}".`);
  }
}

function knockPlan(address: string, knocks: readonly Knock[], gapsMs: readonly number[]): KnockPlan {
  return { address, knocks: knocks.map((item, index) => ({ knock: item, afterMs: gapsMs[index - 1] ?? 0 })) };
}

/** `knock -d 100 192.0.2.1 1000:tcp 17954:udp` */
function knockCommand(address: string, knocks: readonly Knock[], gapsMs: readonly number[]): string[] {
  const [gapMs = 0] = gapsMs;
  if (gapsMs.some((gap) => gap !== gapMs)) {
    throw new KnocklabError('input/knock', `The client "knock" keeps one gap, not ${gapsMs.join(', ')} ms.`);
  }
  const items = knocks.map((item) => {
    if (item.protocol !== 'icmp' && !('data' in item && item.data !== '')) return `${item.port}:${item.protocol}`;
    throw new KnocklabError('input/knock', 'The client "knock" sends neither ICMP nor data; take the own client.');
  });
  return ['knock', '-d', `${gapMs}`, address, ...items];
}

/** The client "knock" ends well even when the kernel had no way to send; the kernel is asked before. */
async function expectRoute(from: Host, address: string): Promise<void> {
  const result = await runTool(from, ['ip', 'route', 'get', address]);
  if (result.exitCode !== 0)
    throw probeFailure('probe/knock-failed', `Host "${from.name}" has no route to ${address}`, result);
}
