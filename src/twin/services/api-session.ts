import type { Socket } from 'node:net';
import { defaultLimits, type Sentence, SentenceDecoder } from '../../routeros/api/sentence.ts';
import { type ParsedSentence, parseSentence } from '../../routeros/api/words.ts';
import { RouterosError, trapCategories } from '../../routeros/routeros-error.ts';
import { isAtLeast, type RosVersion } from '../version.ts';
import type { ApiBackend, ApiPeer } from './api-backend.ts';
import { ApiReply, fatalReply } from './api-reply.ts';
import { type ApiRequest, neededProperties, readRequest, selectRows } from './api-request.ts';
import { peerAddress } from './listener.ts';

export interface ApiSessionOptions {
  readonly backend: ApiBackend;
  readonly version: RosVersion;
  readonly via: ApiPeer['via'];
  readonly log: (text: string) => void;
}

/** A stranger may make us hold no more than this; RouterOS has such limits, of unknown size (MikroTik's manual). */
const strangerLimits = { wordBytes: 4096, sentenceBytes: 8192, words: 16 };

/** Measured on a v6 device: the fifth command before login ends the connection. */
const mostCommandsBeforeLogin = 4;

/** Further commands of the same connection wait. */
const mostRunning = 256;

/** For a peer that does not close its side after `!fatal`. */
const farewellMs = 5000;

interface RunningCommand {
  readonly tag: string | undefined;
  readonly abort: AbortController;
  cancelled: boolean;
}

/** One client's connection: login, then commands side by side, each told apart by its tag. */
export class ApiSession {
  readonly #socket: Socket;
  readonly #options: ApiSessionOptions;
  readonly #address: string;
  readonly #decoder = new SentenceDecoder(strangerLimits);
  readonly #running = new Map<RunningCommand, Promise<void>>();
  #user: string | undefined;
  #commandsBeforeLogin = 0;
  /** Replies without a tag cannot be told apart, so commands without one run one after the other. */
  #untagged: Promise<void> = Promise.resolve();

  constructor(socket: Socket, options: ApiSessionOptions) {
    this.#socket = socket;
    this.#options = options;
    this.#address = peerAddress(socket);
  }

  start(): void {
    this.#socket.setNoDelay(true);
    this.#socket.on('error', () => undefined);
    this.#socket.on('data', (chunk: Buffer) => {
      this.#receive(chunk).catch((error: unknown) => this.#breakOff(error));
    });
    this.#socket.once('close', () => this.#end());
  }

  /** Reads nothing more until these sentences are under way and what was answered is being read: TCP slows the peer. */
  async #receive(chunk: Buffer): Promise<void> {
    this.#socket.pause();
    const sentences: Sentence[] = [];
    const isReadable = this.#decode(chunk, sentences);
    for (const words of sentences) {
      if (this.#socket.writableEnded || this.#socket.destroyed) return;
      await this.#handle(parseSentence(words));
      await this.#drained();
    }
    if (isReadable) this.#socket.resume();
    else this.#refuse();
  }

  /** A bug of the twin must not take the other connections with it. */
  #breakOff(error: unknown): void {
    this.#options.log(`${this.#options.via} session: ${error instanceof Error ? error.stack : String(error)}`);
    this.#socket.destroy();
  }

  #decode(chunk: Buffer, sentences: Sentence[]): boolean {
    try {
      this.#decoder.push(chunk, (words) => sentences.push(words));
      return true;
    } catch {
      return false;
    }
  }

  /** Bytes that are no sentence. RouterOS answers a stranger's with these words (nmap knows them as its mark). */
  #refuse(): void {
    if (this.#user === undefined) this.#fatal('not logged in');
    else this.#socket.destroy();
  }

  async #handle(sentence: ParsedSentence): Promise<void> {
    if (sentence.name === '/quit') this.#fatal('session terminated on request');
    else if (this.#user === undefined) await this.#handleStranger(sentence);
    else if (sentence.name === '/login') await this.#login(sentence);
    else if (sentence.name === '/cancel') this.#cancel(sentence);
    else await this.#start(sentence);
  }

  async #handleStranger(sentence: ParsedSentence): Promise<void> {
    this.#commandsBeforeLogin += 1;
    if (this.#commandsBeforeLogin > mostCommandsBeforeLogin) this.#fatal('too many commands before login');
    else if (sentence.name !== '/login') this.#fatal('not logged in');
    else await this.#login(sentence);
  }

  /** One sentence with name and password, as since 6.43; the challenge that older clients ask for is gone since 6.45. */
  async #login({ attributes, tag }: ParsedSentence): Promise<void> {
    const user = attributes.get('name') ?? '';
    const { backend, via } = this.#options;
    const reply = new ApiReply(tag);
    try {
      const isKnown = await backend.authenticate(user, attributes.get('password') ?? '', this.#peer(user));
      if (isKnown) this.#welcome(user);
      this.#send(isKnown ? reply.done() : reply.trap('invalid user name or password (6)').done());
    } catch (error) {
      this.#send(reply.failure(this.#asRouterosError(`${via} login`, error)));
    }
  }

  #welcome(user: string): void {
    this.#user = user;
    this.#decoder.limits = defaultLimits;
  }

  /** Measured on 7.23: the victim's trap, the cancel's own `!done`, then the victim's. Without a tag all are meant. */
  #cancel({ attributes, tag }: ParsedSentence): void {
    const wanted = attributes.get('tag');
    const isMeant = (command: RunningCommand): boolean =>
      !command.cancelled && (wanted === undefined || command.tag === wanted);
    const victims = [...this.#running.keys()].filter(isMeant);
    const traps = victims.map((victim) => new ApiReply(victim.tag).trap('interrupted', trapCategories.interrupted));
    const ends = victims.map((victim) => new ApiReply(victim.tag).done());
    for (const victim of victims) interrupt(victim);
    this.#send(...traps, new ApiReply(tag).done(), ...ends);
  }

  async #start(sentence: ParsedSentence): Promise<void> {
    while (this.#running.size >= mostRunning) await Promise.race(this.#running.values());
    const command: RunningCommand = { tag: sentence.tag, abort: new AbortController(), cancelled: false };
    const turn = command.tag === undefined ? this.#untagged : Promise.resolve();
    const work = turn.then(async () => {
      await this.#drained();
      await this.#run(command, sentence);
    });
    if (command.tag === undefined) this.#untagged = work;
    this.#running.set(command, work);
  }

  async #run(command: RunningCommand, sentence: ParsedSentence): Promise<void> {
    const reply = command.cancelled ? undefined : await this.#answer(command, sentence);
    // A cancelled command has been answered, and clients take another reply to its tag for a fault of the connection.
    if (!command.cancelled && reply !== undefined) this.#send(reply);
    this.#running.delete(command);
  }

  async #answer({ abort }: RunningCommand, sentence: ParsedSentence): Promise<ApiReply> {
    const reply = new ApiReply(sentence.tag);
    try {
      return await this.#carryOut(requestOf(sentence), abort.signal, reply);
    } catch (error) {
      return reply.failure(this.#asRouterosError(sentence.name, error));
    }
  }

  async #carryOut(request: ApiRequest, signal: AbortSignal, reply: ApiReply): Promise<ApiReply> {
    const { path, command, args, queries, flags } = request;
    const asked = { queries, flags, proplist: neededProperties(request), from: this.#peer(this.#user ?? '') };
    const { rows = [], ret } = await this.#options.backend.run(path, command, args, { ...asked, signal });
    if (command !== 'print') return reply.records(rows).done(ret);
    const selected = selectRows(request, rows);
    if (request.flags.countOnly) return reply.done(String(selected.length));
    if (selected.length === 0 && isAtLeast(this.#options.version, 7, 18)) reply.empty();
    return reply.records(selected).done(ret);
  }

  #asRouterosError(command: string, error: unknown): RouterosError {
    if (error instanceof RouterosError) return error;
    this.#options.log(`${command}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    return new RouterosError('failure: internal error', { category: trapCategories.general });
  }

  #peer(user: string): ApiPeer {
    return { user, address: this.#address, via: this.#options.via };
  }

  #send(...replies: readonly ApiReply[]): void {
    if (this.#socket.writable) this.#socket.write(Buffer.concat(replies.map((reply) => reply.bytes())));
  }

  /** The peer gets a moment to read the reason; what it still sends is thrown away. */
  #fatal(reason: string): void {
    this.#socket.removeAllListeners('data');
    this.#socket.resume();
    this.#socket.end(fatalReply(reason));
    this.#socket.setTimeout(farewellMs, () => this.#socket.destroy());
  }

  async #drained(): Promise<void> {
    if (!this.#socket.writableNeedDrain || this.#socket.destroyed) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    for (const event of ['drain', 'close']) this.#socket.once(event, resolve);
    await promise;
    for (const event of ['drain', 'close']) this.#socket.off(event, resolve);
  }

  #end(): void {
    for (const command of this.#running.keys()) interrupt(command);
    if (this.#user !== undefined) this.#options.backend.loggedOut?.(this.#user, this.#peer(this.#user));
  }
}

function interrupt(command: RunningCommand): void {
  command.cancelled = true;
  command.abort.abort(new RouterosError('interrupted', { category: trapCategories.interrupted }));
}

function requestOf(sentence: ParsedSentence): ApiRequest {
  const request = readRequest(sentence);
  if (request === undefined || request.command === 'listen') {
    throw new RouterosError('no such command', { category: trapCategories.missing });
  }
  return request;
}
