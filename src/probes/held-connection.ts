import { setTimeout as sleep } from 'node:timers/promises';
import { KnocklabError } from '../core/errors.ts';
import type { Host } from '../lab/host.ts';
import { Agent } from './agent/agent.ts';
import { probeFailure, runTool } from './run-tool.ts';

/** A TCP connection that stays open. */
export interface HeldConnection extends AsyncDisposable {
  /** Whether what is sent over it now is acknowledged. */
  carries(): Promise<boolean>;
}

/** Opens a TCP connection from a host and keeps it. */
export async function holdConnection(from: Host, address: string, port: number): Promise<HeldConnection> {
  const agent = Agent.on(from);
  const { number, localPort } = await agent.hold({ address, port }).catch((cause: unknown) => {
    throw new KnocklabError('probe/connect-failed', `${from.name} could not open ${address} port ${port}`, { cause });
  });
  return {
    carries: async () => (await agent.say(number)) && (await isAcknowledged(from, localPort)),
    [Symbol.asyncDispose]: async () => await agent.release(number),
  };
}

/** Long enough for an acknowledgement in a lab, and for the first repetition of what got none (200 ms). */
const patienceMs = 300;

/** A connection that the other side resets is gone, and has carried nothing. */
async function isAcknowledged(from: Host, localPort: number): Promise<boolean> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const enough = performance.now() > deadline;
    const queue = await sendQueue(from, localPort);
    if (queue === '0' || queue === undefined || enough) return queue === '0';
    await sleep(20);
  }
}

/** The kernel's own count of bytes that nobody has acknowledged: ss's third column; undefined when there is no connection. */
async function sendQueue(from: Host, localPort: number): Promise<string | undefined> {
  const result = await runTool(from, ['ss', '-Htn', 'state', 'established', 'sport', '=', `:${localPort}`]);
  if (result.exitCode !== 0)
    throw probeFailure('probe/connect-failed', 'The connection could not be looked at', result);
  return result.stdout.trim().split(/\s+/)[1];
}
