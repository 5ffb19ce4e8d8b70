import type { RunningProcess } from '../../src/process/command.ts';
import type { ScenarioHost } from '../../src/scenario/scenario-host.ts';
import type { ServersContext } from './server-door.ts';

interface DaemonCommand {
  readonly argv: readonly string[];
  /** What it prints when its filter is in place: what comes earlier, it does not see. */
  readonly ready: string;
}

/** A program that listens below the filter of a host, and that can be had afresh. */
export class Daemon {
  readonly #context: ServersContext;
  readonly #host: ScenarioHost;
  readonly #argv: readonly string[];
  readonly #ready: string;
  #running: RunningProcess | undefined;

  constructor(context: ServersContext, host: ScenarioHost, { argv, ready }: DaemonCommand) {
    this.#context = context;
    this.#host = host;
    this.#argv = argv;
    this.#ready = ready;
  }

  async stop(): Promise<void> {
    this.#running?.kill('SIGKILL');
    await this.#running?.ended;
    this.#running = undefined;
  }

  async start(): Promise<void> {
    const running = await this.#context.lab.host(this.#host.name).start(this.#argv);
    this.#running = running;
    await saysSoon(running, this.#ready);
  }
}

async function saysSoon({ stdout, stderr, command, ended }: RunningProcess, text: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let said = '';
  const listen = (chunk: unknown): void => {
    said += String(chunk);
    if (said.includes(text)) resolve();
  };
  for (const stream of [stdout, stderr]) stream.on('data', listen);
  void ended.then(() => reject(new Error(`${command} ended: ${said}`)));
  await promise;
}
