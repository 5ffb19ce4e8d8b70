import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { KnocklabError } from '../../core/errors.ts';
import type { Gate, GateOrder, GateReport, OpenLab } from './gate.ts';

/** Between two looks at the router while somebody may be typing on a console. */
const lookEveryMs = 700;

/** Connects a run to whoever holds its gate: a unix socket that listens already. */
export async function connectGate(path: string, scenario: string, directory: string): Promise<Gate> {
  const socket = connect(path);
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', (cause) =>
      reject(new KnocklabError('input/gate', `Nobody listens at the gate "${path}".`, { cause })),
    );
  });
  const gate = new GateConnection(socket);
  gate.report({ say: 'run', scenario, directory });
  return gate;
}

class GateConnection implements Gate {
  readonly #socket: Socket;
  readonly #gone = Promise.withResolvers<never>();
  #lab: OpenLab | undefined;
  #go: (() => void) | undefined;
  /** Acts are done one after the other, as their traces stand. */
  #work: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(socket: Socket) {
    this.#socket = socket;
    this.#gone.promise.catch(() => undefined);
    const lost = (): void => this.#gone.reject(new KnocklabError('run/interrupted', 'whoever held the gate has gone'));
    socket.on('error', lost);
    socket.once('close', lost);
    const lines = createInterface({ input: socket });
    lines.on('error', lost);
    lines.on('line', (line) => this.#take(JSON.parse(line)));
  }

  get acts(): number {
    return this.#lab?.hand.acts ?? 0;
  }

  report(report: GateReport): void {
    if (!this.#closed) this.#socket.write(`${JSON.stringify(report)}\n`);
  }

  plan(titles: readonly string[], whole: boolean): void {
    this.report({ say: 'plan', titles, whole });
  }

  open(lab: OpenLab): void {
    this.#lab = lab;
    this.report({ say: 'lab', shells: lab.shells, ...(lab.console === undefined ? {} : { console: lab.console }) });
  }

  async pass(step: number | undefined): Promise<void> {
    const at = step === undefined ? {} : { step };
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#go = resolve;
    this.report({ say: 'waiting', ...at });
    using watch = this.#watch();
    await Promise.race([promise, this.#gone.promise]);
    watch[Symbol.dispose]();
    this.#go = undefined;
    await this.#work;
    this.report({ say: 'passed', ...at });
  }

  /** What somebody does on a console shows on the router without a step. */
  #watch(): Disposable {
    const ended = new AbortController();
    const look = async (): Promise<void> => {
      while (!ended.signal.aborted) {
        await pause(lookEveryMs, undefined, { signal: ended.signal }).catch(() => undefined);
        if (!ended.signal.aborted) this.#then(async () => this.#lab?.hand.look());
        await this.#work;
      }
    };
    void look();
    return { [Symbol.dispose]: () => ended.abort() };
  }

  #then(act: () => Promise<void>): void {
    // A router that has died says so in the next step; here it must not end the process.
    this.#work = this.#work.then(act).catch(() => undefined);
  }

  #take(order: GateOrder): void {
    if (order.do === 'go') this.#go?.();
    else if (order.do === 'note') this.#lab?.hand.note(order.host);
    else if (this.#go === undefined) this.report({ say: 'done', id: order.id, error: 'a step is under way' });
    else this.#then(() => this.#act(order));
  }

  async #act(order: Exclude<GateOrder, { do: 'go' | 'note' }>): Promise<void> {
    try {
      const text = await this.#carryOut(order);
      this.report({ say: 'done', id: order.id, ...(text === undefined ? {} : { text }) });
    } catch (error) {
      this.report({ say: 'done', id: order.id, error: error instanceof Error ? error.message : String(error) });
    }
  }

  async #carryOut(order: Exclude<GateOrder, { do: 'go' | 'note' }>): Promise<string | undefined> {
    const hand = this.#lab?.hand;
    if (hand === undefined) throw new Error('the lab is not up');
    if (order.do === 'exec') return await hand.exec(order.host, order.line);
    if (order.do === 'router') return await hand.router(order.line);
    await hand.advance(order.by);
    return undefined;
  }

  [Symbol.dispose](): void {
    this.#closed = true;
    this.#socket.end();
  }
}
