import type { Socket } from 'node:net';
import { defaultLimits, type Sentence, SentenceDecoder } from '../../routeros/api/sentence.ts';
import { type ParsedSentence, parseSentence } from '../../routeros/api/words.ts';
import { RouterosError, trapCategories } from '../../routeros/routeros-error.ts';
import type { Session } from '../accounts/session.ts';
import type { RosVersion } from '../version.ts';
import type { ApiBackend } from './api-backend.ts';
import { ApiCommand } from './api-command.ts';
import { ApiLogin } from './api-login.ts';
import { ApiReply, fatalReply } from './api-reply.ts';
import { isEndless, readRequest } from './api-request.ts';
import { peerAddress } from './listener.ts';

export interface ApiSessionOptions {
  readonly backend: ApiBackend;
  readonly version: RosVersion;
  readonly via: 'api' | 'api-ssl';
  /** The harness's own way in. */
  readonly management?: boolean;
  readonly log: (text: string) => void;
}

/** A stranger may make us hold no more than this; RouterOS has such limits, of unknown size (MikroTik's manual). */
const strangerLimits = { wordBytes: 4096, sentenceBytes: 8192, words: 16 };

/** Measured on a v6 device: the fifth command before login ends the connection. */
const mostCommandsBeforeLogin = 4;

/** Further commands of the same connection wait. */
const mostRunning = 256;

/** Nobody may hold a connection without saying who it is. RouterOS's own patience is not known. */
const strangerMs = 60_000;

/** For a peer that does not close its side after `!fatal`. */
const farewellMs = 5000;

/** One client's connection: login, then commands side by side, each told apart by its tag. */
export class ApiSession {
  readonly #socket: Socket;
  readonly #options: ApiSessionOptions;
  readonly #address: string;
  readonly #decoder = new SentenceDecoder(strangerLimits);
  readonly #running = new Map<ApiCommand, Promise<void>>();
  readonly #login: ApiLogin;
  #stranger: NodeJS.Timeout | undefined;
  #session: Session | undefined;
  #commandsBeforeLogin = 0;
  /** Replies without a tag cannot be told apart, so commands without one run one after the other. */
  #untagged: Promise<void> = Promise.resolve();

  constructor(socket: Socket, options: ApiSessionOptions) {
    this.#socket = socket;
    this.#options = options;
    this.#address = peerAddress(socket);
    this.#login = new ApiLogin(options.version);
  }

  start(): void {
    this.#socket.setNoDelay(true);
    this.#socket.on('error', () => undefined);
    this.#socket.on('data', (chunk: Buffer) => {
      this.#receive(chunk).catch((error: unknown) => this.#breakOff(error));
    });
    this.#socket.once('close', () => this.#end());
    this.#stranger = setTimeout(() => this.#refuse(), strangerMs).unref();
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
    if (this.#session === undefined) this.#fatal('not logged in');
    else this.#socket.destroy();
  }

  async #handle(sentence: ParsedSentence): Promise<void> {
    if (sentence.name === '/quit') this.#fatal('session terminated on request');
    else if (this.#session === undefined) this.#handleStranger(sentence);
    else if (sentence.name === '/login') this.#logIn(sentence);
    else if (sentence.name === '/cancel') this.#cancel(sentence);
    else await this.#start(sentence, this.#session);
  }

  #handleStranger(sentence: ParsedSentence): void {
    this.#commandsBeforeLogin += 1;
    if (this.#commandsBeforeLogin > mostCommandsBeforeLogin) this.#fatal('too many commands before login');
    else if (sentence.name !== '/login') this.#fatal('not logged in');
    else this.#logIn(sentence);
  }

  #logIn({ attributes, tag }: ParsedSentence): void {
    const reply = new ApiReply(tag);
    const challenge = this.#login.challenge(attributes);
    if (challenge !== undefined) {
      this.#send(reply.done(challenge));
      return;
    }
    try {
      const session = this.#admit(attributes);
      if (session !== undefined) this.#welcome(session);
      this.#send(session === undefined ? reply.trap(this.#login.refusal).done() : reply.done());
    } catch (error) {
      this.#send(reply.failure(this.#asRouterosError('/login', error)));
    }
  }

  #admit(attributes: ReadonlyMap<string, string>): Session | undefined {
    const { backend, management } = this.#options;
    return backend.logIn(attributes.get('name') ?? '', this.#login.proof(attributes), {
      address: this.#address,
      via: 'api',
      ...(management === undefined ? {} : { management }),
      end: () => this.#socket.destroy(),
    });
  }

  #welcome(session: Session): void {
    clearTimeout(this.#stranger);
    this.#session?.logOut();
    this.#session = session;
    this.#decoder.limits = defaultLimits;
  }

  /** Measured on 7.23: the victim's trap, the cancel's own `!done`, then the victim's. Without a tag all are meant. */
  #cancel({ attributes, tag }: ParsedSentence): void {
    const wanted = attributes.get('tag');
    const isMeant = (command: ApiCommand): boolean =>
      !command.cancelled && (wanted === undefined || command.tag === wanted);
    const victims = [...this.#running.keys()].filter(isMeant);
    const traps = victims.map((victim) => new ApiReply(victim.tag).trap('interrupted', trapCategories.interrupted));
    const ends = victims.map((victim) => new ApiReply(victim.tag).done());
    for (const victim of victims) victim.interrupt();
    this.#send(...traps, new ApiReply(tag).done(), ...ends);
  }

  async #start(sentence: ParsedSentence, session: Session): Promise<void> {
    while (this.#running.size >= mostRunning) await Promise.race(this.#running.values());
    const request = readRequest(sentence);
    const command = new ApiCommand(sentence, request, {
      ...this.#options,
      session,
      send: async (reply) => {
        this.#send(reply);
        await this.#drained();
      },
    });
    // One that never ends would keep the others from their turn.
    const hasTurn = command.tag === undefined && (request === undefined || !isEndless(request));
    const work = (hasTurn ? this.#untagged : Promise.resolve()).then(() => this.#run(command));
    if (hasTurn) this.#untagged = work;
    this.#running.set(command, work);
  }

  async #run(command: ApiCommand): Promise<void> {
    await this.#drained();
    try {
      if (!command.cancelled) await command.run();
    } catch (error) {
      // A cancelled command has been answered, and clients take another reply to its tag for a fault of the connection.
      if (!command.cancelled) this.#send(new ApiReply(command.tag).failure(this.#asRouterosError(command.name, error)));
    }
    this.#running.delete(command);
  }

  #asRouterosError(command: string, error: unknown): RouterosError {
    if (error instanceof RouterosError) return error;
    this.#options.log(`${command}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    return new RouterosError('failure: internal error', { category: trapCategories.general });
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
    clearTimeout(this.#stranger);
    for (const command of this.#running.keys()) command.interrupt();
    this.#session?.logOut();
  }
}
