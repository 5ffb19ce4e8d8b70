import { createConnection, type Socket } from 'node:net';
import { KnocklabError } from '../../../core/errors.ts';

/** QEMU's monitor in its form for programs (QMP): JSON lines, one answer for each command, events in between. */
export class Monitor implements Disposable {
  readonly #socket: Socket;
  #text = '';
  #waiting: PromiseWithResolvers<unknown> | undefined;

  /** QEMU answers nothing before its client has said that it knows of no extensions. */
  static async connect(path: string): Promise<Monitor> {
    const monitor = new Monitor(createConnection({ path }));
    await monitor.ask('qmp_capabilities');
    return monitor;
  }

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (bytes: Buffer) => this.#take(bytes.toString('utf8')));
    socket.on('error', () => undefined); // 'close' follows.
    socket.once('close', () => this.#waiting?.reject(gone('it closed its monitor')));
  }

  /** What the command returns, after all that QEMU says of it itself. */
  async ask(command: string, args: Readonly<Record<string, unknown>> = {}, timeoutMs = 5000): Promise<unknown> {
    const waiting = Promise.withResolvers<unknown>();
    this.#waiting = waiting;
    const timer = setTimeout(() => waiting.reject(gone(`no answer to ${command} in ${timeoutMs} ms`)), timeoutMs);
    this.#socket.write(`${JSON.stringify({ execute: command, arguments: args })}\n`);
    try {
      return await waiting.promise;
    } finally {
      clearTimeout(timer);
    }
  }

  [Symbol.dispose](): void {
    this.#socket.destroy();
  }

  #take(text: string): void {
    const lines = `${this.#text}${text}`.split('\n');
    this.#text = lines.pop() ?? '';
    for (const line of lines) this.#answer(JSON.parse(line));
  }

  /** Events and the greeting are nobody's answer. */
  #answer(message: { readonly return?: unknown; readonly error?: { readonly desc: string } }): void {
    if (message.error !== undefined) this.#waiting?.reject(gone(message.error.desc));
    else if ('return' in message) this.#waiting?.resolve(message.return);
  }
}

const gone = (why: string): KnocklabError => new KnocklabError('router/qemu', `QEMU did not do it: ${why}.`);

/** A field of an answer, as text. */
export function field(answer: unknown, name: string): string {
  if (typeof answer !== 'object' || answer === null || !(name in answer)) return '';
  return String(Reflect.get(answer, name));
}
