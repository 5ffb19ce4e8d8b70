import type { Socket } from 'node:net';
import { RouterOSAPI } from 'node-routeros';
import { KnocklabError } from '../core/errors.ts';
import { encodeSentence, encodeWord, type Row } from '../routeros/api/sentence.ts';
import { parseSentence } from '../routeros/api/words.ts';
import type { ApiConnection, ApiTarget, WriteOptions } from './api-connection.ts';
import { connectionLost, garbled, loginRefused, noAnswer, noLogin, routerFatal, socketFailed } from './api-errors.ts';
import { ReplyReceiver } from './reply-receiver.ts';
import { RouterTrap } from './router-trap.ts';

const defaultTimeoutMs = 10_000;

/** node-routeros' own idle timeout would drop quiet connections and never settle their commands: ours is per command. */
const neverSeconds = 2_000_000;

/** Connects and logs in. Rejects with a `router/…` error when either fails. */
export async function connectApi(target: ApiTarget): Promise<ApiConnection> {
  const client = new ApiClient(target);
  await client.loggedIn;
  return client;
}

/**
 * node-routeros 1.6.9 with its faults taken out: it opens the socket and logs in, its codec is replaced and commands
 * are settled here. The package is frozen (its repository is archived), so its private fields stay as they are.
 */
class ApiClient implements ApiConnection {
  readonly loggedIn: Promise<void>;
  readonly ended: Promise<KnocklabError | undefined>;
  readonly #target: ApiTarget;
  readonly #socket: Socket;
  readonly #receiver: ReplyReceiver;
  readonly #pending = new Set<(error: KnocklabError) => void>();
  readonly #end = Promise.withResolvers<KnocklabError | undefined>();
  #cause: KnocklabError | undefined;
  #loss: Promise<KnocklabError> | undefined;
  #closing = false;
  #lastTag = 0;

  constructor(target: ApiTarget) {
    this.#target = target;
    this.ended = this.#end.promise;
    const api = createLibraryApi(target);
    const login = api.connect();
    const connector = privateConnector(api);
    this.#socket = connector.socket;
    this.#socket.setTimeout(0);
    this.#receiver = new ReplyReceiver(
      (reason) => this.#fail(routerFatal(reason)),
      (error) => this.#fail(garbled(error)),
    );
    connector.receiver = this.#receiver;
    connector.transmitter.encodeString = (word) => (word === null ? Buffer.of(0) : encodeWord(word));
    this.#watchSocket();
    this.loggedIn = this.#settleLogin(login);
  }

  async write(command: string, words: readonly string[] = [], options: WriteOptions = {}): Promise<Row[]> {
    if (this.#loss !== undefined) throw await this.#loss;
    options.signal?.throwIfAborted();
    const tag = String(++this.#lastTag);
    const bytes = encodeSentence([command, ...words, `.tag=${tag}`]);
    const { promise, resolve, reject } = Promise.withResolvers<Row[]>();
    this.#receiver.read(tag, collectReply(command, resolve, reject));
    const giveUp = (error: unknown): void => {
      reject(error);
      this.#cancel(tag);
    };
    const timeoutMs = options.timeoutMs ?? defaultTimeoutMs;
    const timer = setTimeout(() => giveUp(noAnswer(command, timeoutMs)), timeoutMs);
    const abort = (): void => giveUp(options.signal?.reason);
    options.signal?.addEventListener('abort', abort, { once: true });
    this.#pending.add(reject);
    this.#socket.write(bytes);
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      options.signal?.removeEventListener('abort', abort);
      this.#pending.delete(reject);
      this.#receiver.stop(tag);
    }
  }

  async close(): Promise<void> {
    this.#closing = true;
    this.#fail(new KnocklabError('router/closed', 'The connection to the router was closed by us.'), 'politely');
    await this.ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #watchSocket(): void {
    // Before node-routeros' own listener, which keeps nothing but the number of the error.
    this.#socket.prependListener('error', (error: NodeJS.ErrnoException) => {
      this.#cause ??= socketFailed(this.#target, error);
    });
    this.#socket.once('close', () => this.#lose());
  }

  /** node-routeros settles its promise only when the router answers: loss and time are watched here. */
  async #settleLogin(login: Promise<unknown>): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const timeoutMs = this.#target.timeoutMs ?? defaultTimeoutMs;
    const timer = setTimeout(() => this.#fail(noLogin(this.#target, timeoutMs)), timeoutMs);
    this.#pending.add(reject);
    login.then(
      () => resolve(),
      (error: unknown) => this.#fail(loginRefused(this.#target, error)),
    );
    try {
      await promise;
    } finally {
      clearTimeout(timer);
      this.#pending.delete(reject);
    }
  }

  #cancel(tag: string): void {
    this.#receiver.stop(tag);
    if (this.#loss === undefined) this.#socket.write(encodeSentence(['/cancel', `=tag=${tag}`]));
  }

  /** Ends the connection for this reason, unless it is ending for another one already. */
  #fail(cause: KnocklabError, manner: 'at-once' | 'politely' = 'at-once'): void {
    this.#cause ??= cause;
    if (manner === 'politely') this.#socket.destroySoon();
    else this.#socket.destroy();
    this.#lose();
  }

  #lose(): void {
    if (this.#loss !== undefined) return;
    const cause = this.#cause ?? connectionLost(this.#target);
    this.#loss = this.#closing ? Promise.resolve(cause) : explain(cause, this.#target.explainLoss);
    void this.#loss.then((error) => {
      for (const reject of this.#pending) reject(error);
      this.#end.resolve(this.#closing ? undefined : error);
    });
  }
}

async function explain(cause: KnocklabError, how: ApiTarget['explainLoss']): Promise<KnocklabError> {
  if (how === undefined) return cause;
  return await how(cause).catch(() => cause);
}

/** Takes the replies of one command until its `!done`; RouterOS sends one after a trap as well. */
function collectReply(command: string, resolve: (rows: Row[]) => void, reject: (error: RouterTrap) => void) {
  const rows: Row[] = [];
  let trap: RouterTrap | undefined;
  return (words: readonly string[]): void => {
    const { name, attributes } = parseSentence(words);
    if (name === '!trap') trap ??= new RouterTrap(command, attributes);
    else if (name === '!re' || attributes.size > 0) rows.push(Object.fromEntries(attributes));
    if (name !== '!done') return;
    if (trap === undefined) resolve(rows);
    else reject(trap);
  };
}

interface LibraryConnector {
  readonly socket: Socket;
  readonly transmitter: { encodeString: (word: string | null) => Buffer };
  receiver: ReplyReceiver;
}

/** `connect()` has made it by the time it returns. */
function privateConnector(api: RouterOSAPI): LibraryConnector {
  return (api as unknown as { connector: LibraryConnector }).connector;
}

function createLibraryApi({ at, user, password, tls }: ApiTarget): RouterOSAPI {
  // It hands port and host to `socket.connect` as they are, and Node takes a path in the place of the port.
  const [host, port] = 'path' in at ? ['localhost', at.path as unknown as number] : [at.host, at.port];
  const api = new RouterOSAPI({ host, port, user, password, timeout: neverSeconds, ...(tls && { tls }) });
  // An `error` event without a listener ends the process; the socket is watched by us.
  api.on('error', () => undefined);
  return api;
}
