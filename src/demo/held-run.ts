import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { KnocklabError } from '../core/errors.ts';
import type { GateOrder, GateReport } from '../scenario/gate/gate.ts';

export interface HeldRunOptions {
  readonly scenario: string;
  /** A folder of our own for the gate's socket. */
  readonly folder: string;
  /** Where the folder of the run is made. */
  readonly out: string;
  readonly cwd: string;
  readonly config?: string | undefined;
  readonly routerOptions: readonly string[];
  readonly onReport: (report: GateReport) => void;
  /** The run is over, its lab down and its reports written. `output` is what it said of a fault. */
  readonly onEnd: (exitCode: number, output: string) => void;
}

const program = fileURLToPath(new URL('../../bin/knocklab.js', import.meta.url));

/** A run in a process of its own, whose gate we hold. When we end, however it be, it ends too: its gate closes. */
export class HeldRun {
  readonly #server: Server;
  readonly #child: ChildProcess;
  #socket: Socket | undefined;
  #lastId = 0;
  readonly #asked = new Map<number, (report: Extract<GateReport, { say: 'done' }>) => void>();
  #errors = '';

  static async start(options: HeldRunOptions): Promise<HeldRun> {
    const path = join(options.folder, 'gate.sock');
    await rm(path, { force: true });
    const server = createServer();
    server.listen(path);
    await once(server, 'listening');
    return new HeldRun(server, path, options);
  }

  private constructor(server: Server, path: string, options: HeldRunOptions) {
    this.#server = server;
    server.on('connection', (socket) => this.#attach(socket, options.onReport));
    const { scenario, out, config, cwd, routerOptions } = options;
    const configured = config === undefined ? [] : ['--config', config];
    const args = ['run', scenario, '--gate', path, '--out', out, '--reporter', 'none', ...configured, ...routerOptions];
    // Its own process group: a Ctrl-C on our terminal is for us, and we end it in our own order.
    this.#child = spawn(process.execPath, [program, ...args], {
      cwd,
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.#child.stderr?.on('data', (bytes: Buffer) => {
      this.#errors = (this.#errors + bytes.toString()).slice(-8000);
    });
    this.#child.once('close', (code) => {
      this.#server.close();
      for (const done of this.#asked.values()) done({ say: 'done', id: 0, error: 'the run has ended' });
      options.onEnd(code ?? 3, this.#errors);
    });
  }

  go(): void {
    this.#order({ do: 'go' });
  }

  note(host: string): void {
    this.#order({ do: 'note', host });
  }

  /** Gives what came of an act by hand; rejects with what the router or the host said to it. */
  async act(
    act: { do: 'advance'; by: string } | { do: 'exec'; host: string; line: string } | { do: 'router'; line: string },
  ): Promise<string> {
    const id = ++this.#lastId;
    const done = new Promise<Extract<GateReport, { say: 'done' }>>((resolve) => this.#asked.set(id, resolve));
    this.#order({ ...act, id });
    const { text = '', error } = await done;
    if (error !== undefined) throw new KnocklabError('input/by-hand', error);
    return text;
  }

  /** Ends it where it is, and its lab with it. */
  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const closed = once(this.#child, 'close');
    this.#child.kill('SIGTERM');
    const forced = setTimeout(() => this.#child.kill('SIGKILL'), 8000);
    await closed;
    clearTimeout(forced);
  }

  #order(order: GateOrder): void {
    this.#socket?.write(`${JSON.stringify(order)}\n`);
  }

  #attach(socket: Socket, onReport: HeldRunOptions['onReport']): void {
    this.#socket = socket;
    socket.on('error', () => undefined);
    const lines = createInterface({ input: socket });
    lines.on('error', () => undefined);
    lines.on('line', (line) => {
      const report: GateReport = JSON.parse(line);
      if (report.say !== 'done') return onReport(report);
      this.#asked.get(report.id)?.(report);
      this.#asked.delete(report.id);
    });
  }
}
