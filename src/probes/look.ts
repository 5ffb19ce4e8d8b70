import { KnocklabError } from '../core/errors.ts';
import type { Host } from '../lab/host.ts';
import { Agent } from './agent/agent.ts';
import type { LookState } from './agent/look.ts';

export interface LookOptions {
  /** How long each of two SYNs is waited for; 25 ms unless given, many times what an answer takes in a lab. */
  readonly patienceMs?: number;
}

export interface LookResult {
  readonly command: string;
  /** By port, in nmap's words. Silence is `filtered`: whether it may be believed is for the caller to prove. */
  readonly states: Readonly<Record<number, LookState>>;
  readonly durationMs: number;
}

/** Tries TCP ports from a host, quicker than nmap could be started: for looking often, not for scanning. */
export async function look(
  from: Host,
  address: string,
  ports: readonly number[],
  { patienceMs = 25 }: LookOptions = {},
): Promise<LookResult> {
  const startedAt = performance.now();
  const command = `look from ${from.name}: ${address} ${ports.join(',')}`;
  const states = await Agent.on(from)
    .look({ address, ports, patienceMs })
    .catch((cause: unknown) => {
      throw new KnocklabError('probe/look-failed', `The ports could not be looked at: ${command}`, { cause });
    });
  const byPort = Object.fromEntries(ports.map((port, index) => [port, states[index] ?? 'filtered']));
  if (states.length > 0 && states.every((state) => state === 'filtered')) await expectRoute(from, address, command);
  return { command, states: byPort, durationMs: Math.round(performance.now() - startedAt) };
}

/** A host without a way there hears nothing either. */
async function expectRoute(from: Host, address: string, command: string): Promise<void> {
  const fault = await Agent.on(from).routeFault(address);
  if (fault === undefined) return;
  throw new KnocklabError('probe/look-failed', `Host "${from.name}" has no route to ${address}: ${command}`, {
    evidence: fault,
  });
}
