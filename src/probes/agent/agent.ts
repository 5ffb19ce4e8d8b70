import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { KnocklabError } from '../../core/errors.ts';
import type { Host } from '../../lab/host.ts';
import type { RunningProcess } from '../../process/command.ts';
import type { Answer, Order } from './agent-program.ts';
import type { HoldPlan } from './held-connections.ts';
import type { LookPlan, LookState } from './look.ts';
import type { KnockPlan } from './send-knock.ts';

/**
 * knocklab's own hands on a host: started with the first order, ended with the lab. For what real tools do too slowly to
 * be done a thousand times, and for knocks whose gaps have to be kept.
 */
export class Agent {
  static readonly #agents = new WeakMap<Host, Agent>();
  readonly #host: Host;
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>();
  #process: Promise<RunningProcess> | undefined;
  #orders = 0;

  private constructor(host: Host) {
    this.#host = host;
  }

  static on(host: Host): Agent {
    const agent = Agent.#agents.get(host) ?? new Agent(host);
    Agent.#agents.set(host, agent);
    return agent;
  }

  /** The state of each TCP port. */
  async look(plan: LookPlan): Promise<readonly LookState[]> {
    const states = await this.#order({ do: 'look', plan });
    return states as LookState[];
  }

  /** Why the host knows no way to an address; undefined when it knows one. */
  async routeFault(address: string): Promise<string | undefined> {
    const fault = await this.#order({ do: 'route', address });
    return typeof fault === 'string' ? fault : undefined;
  }

  async knock(plan: KnockPlan, timeoutMs: number): Promise<void> {
    await this.#order({ do: 'knock', plan }, timeoutMs);
  }

  /** Opens a TCP connection that stays until it is released. */
  async hold(plan: HoldPlan): Promise<{ number: number; localPort: number }> {
    const connection = await this.#order({ do: 'hold', plan });
    return connection as { number: number; localPort: number };
  }

  /** Sends something over it; false when it is closed. */
  async say(number: number): Promise<boolean> {
    return (await this.#order({ do: 'say', number })) === true;
  }

  async release(number: number): Promise<void> {
    await this.#order({ do: 'release', number });
  }

  async #order(order: Order, timeoutMs = 60_000): Promise<unknown> {
    this.#process ??= this.#start();
    const running = await this.#process;
    const number = ++this.#orders;
    const waiting = Promise.withResolvers<unknown>();
    this.#waiting.set(number, waiting);
    running.stdin.write(`${JSON.stringify({ number, order })}\n`);
    const deadline = setTimeout(() => waiting.reject(this.#failure(`did not end within ${timeoutMs} ms`)), timeoutMs);
    try {
      return await waiting.promise;
    } finally {
      clearTimeout(deadline);
      this.#waiting.delete(number);
    }
  }

  async #start(): Promise<RunningProcess> {
    const program = fileURLToPath(new URL('./agent-program.ts', import.meta.url));
    const running = await this.#host.start([process.execPath, '--no-warnings', program]);
    createInterface({ input: running.stdout }).on('line', (line) => this.#take(JSON.parse(line)));
    void running.ended.then(({ stderr }) => this.#end(stderr));
    return running;
  }

  #take({ number, result, error }: Answer): void {
    const waiting = this.#waiting.get(number);
    if (error === undefined) waiting?.resolve(result);
    else waiting?.reject(this.#failure(`failed: ${error}`));
  }

  #end(stderr: string): void {
    this.#process = undefined;
    for (const { reject } of this.#waiting.values()) reject(this.#failure('ended', stderr));
  }

  #failure(problem: string, evidence?: string): KnocklabError {
    return new KnocklabError('probe/agent-failed', `knocklab's agent on host "${this.#host.name}" ${problem}`, {
      evidence: evidence ?? '',
    });
  }
}
