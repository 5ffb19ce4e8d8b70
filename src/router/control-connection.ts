import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { KnocklabError } from '../core/errors.ts';

/** The twin's side door, which no host of the lab can reach: one JSON object a line each way. */
export interface ControlConnection extends AsyncDisposable {
  request(command: ControlRequest): Promise<ControlReply>;
}

interface ControlRequest {
  readonly do: string;
  readonly ms?: number;
}

interface ControlReply {
  readonly ms?: number;
  readonly iso?: string;
  /** What was configured and kept, but has no effect on the twin. */
  readonly notes?: readonly string[];
}

export interface ControlTarget {
  /** A unix socket. */
  readonly path: string;
  readonly timeoutMs?: number;
  readonly explainLoss?: (cause: KnocklabError) => Promise<KnocklabError>;
}

/** Moving time runs everything that falls due, which may be much; a twin that died is noticed at once all the same. */
const defaultTimeoutMs = 600_000;

export async function connectControl(target: ControlTarget): Promise<ControlConnection> {
  const socket = createConnection({ path: target.path });
  try {
    await once(socket, 'connect');
  } catch (cause) {
    throw new KnocklabError('router/unreachable', `The twin's control socket at ${target.path}: ${String(cause)}`, {
      cause,
    });
  }
  return new ControlClient(socket, target);
}

interface Pending {
  readonly resolve: (reply: ControlReply) => void;
  readonly reject: (error: unknown) => void;
}

class ControlClient implements ControlConnection {
  readonly #socket: Socket;
  readonly #target: ControlTarget;
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;
  #loss: Promise<KnocklabError> | undefined;

  constructor(socket: Socket, target: ControlTarget) {
    this.#socket = socket;
    this.#target = target;
    // 'close' follows and says all there is to say.
    socket.on('error', () => undefined);
    socket.once('close', () => this.#lose());
    createInterface({ input: socket }).on('line', (line) => this.#reply(line));
  }

  async request(command: ControlRequest): Promise<ControlReply> {
    if (this.#loss !== undefined) throw await this.#loss;
    const id = ++this.#lastId;
    const { promise, resolve, reject } = Promise.withResolvers<ControlReply>();
    const timeoutMs = this.#target.timeoutMs ?? defaultTimeoutMs;
    const timer = setTimeout(() => reject(noAnswer(command, timeoutMs)), timeoutMs);
    this.#pending.set(id, { resolve, reject });
    this.#socket.write(`${JSON.stringify({ id, ...command })}\n`);
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      this.#pending.delete(id);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#loss ??= Promise.resolve(new KnocklabError('router/closed', 'The control connection was closed by us.'));
    this.#socket.destroy();
    this.#settleAll(this.#loss);
  }

  #reply(line: string): void {
    const answer = parseObject(line);
    // Whatever this is, its answers cannot be told apart any more.
    if (answer === undefined) this.#socket.destroy();
    else this.#settleOne(answer);
  }

  #settleOne({ id, error, ms, iso, notes }: Readonly<Record<string, unknown>>): void {
    const pending = this.#pending.get(Number(id));
    const refusal = typeof error === 'string' ? error : JSON.stringify(error);
    if (refusal !== undefined) pending?.reject(new KnocklabError('router/control', `The twin refused: ${refusal}`));
    else
      pending?.resolve({
        ...(typeof ms === 'number' && { ms }),
        ...(typeof iso === 'string' && { iso }),
        ...(Array.isArray(notes) && { notes: notes.map(String) }),
      });
  }

  #lose(): void {
    if (this.#loss !== undefined) return;
    const cause = new KnocklabError('router/closed', 'The twin closed its control connection.');
    this.#loss = this.#target.explainLoss?.(cause).catch(() => cause) ?? Promise.resolve(cause);
    this.#settleAll(this.#loss);
  }

  #settleAll(loss: Promise<KnocklabError>): void {
    void loss.then((error) => {
      for (const { reject } of this.#pending.values()) reject(error);
    });
  }
}

function noAnswer(command: ControlRequest, timeoutMs: number): KnocklabError {
  return new KnocklabError('router/timeout', `The twin did not answer "${command.do}" within ${timeoutMs} ms.`);
}

function parseObject(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return { ...JSON.parse(line) };
  } catch {
    return undefined;
  }
}
