import { once } from 'node:events';
import { connect, type NetConnectOpts, type Socket } from 'node:net';
import { encodeSentence, type Sentence, SentenceDecoder } from '../../routeros/api/sentence.ts';

/** A client of the API for tests: sends words or raw bytes and gives back what arrives, sentence by sentence. */
export class RawClient implements Disposable {
  readonly socket: Socket;
  readonly #received: Sentence[] = [];
  readonly #chunks: Buffer[] = [];
  readonly #decoder = new SentenceDecoder();
  #wake: () => void = () => undefined;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (chunk: Buffer) => {
      this.#chunks.push(chunk);
      this.#decoder.push(chunk, (words) => this.#received.push(words));
      this.#wake();
    });
    for (const event of ['error', 'close']) socket.on(event, () => this.#wake());
  }

  static async connect(options: NetConnectOpts): Promise<RawClient> {
    const socket = connect(options);
    await once(socket, 'connect');
    return new RawClient(socket);
  }

  /** TCP segments as they came, as far as the kernel keeps them apart. */
  get chunks(): readonly Buffer[] {
    return this.#chunks;
  }

  send(...words: string[]): void {
    this.socket.write(encodeSentence(words));
  }

  async login(user = 'admin', password = ''): Promise<void> {
    this.send('/login', `=name=${user}`, `=password=${password}`);
    await this.next();
  }

  /** The next sentence; undefined when the connection has ended. */
  async next(): Promise<Sentence | undefined> {
    while (this.#received.length === 0 && !this.socket.closed) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return this.#received.shift();
  }

  /** So many sentences, or fewer when the connection ends. */
  async take(count: number): Promise<Sentence[]> {
    const taken: Sentence[] = [];
    for (let sentence = await this.next(); sentence !== undefined; sentence = await this.next()) {
      taken.push(sentence);
      if (taken.length === count) break;
    }
    return taken;
  }

  /** Everything until the connection ends. */
  async rest(): Promise<Sentence[]> {
    return await this.take(Number.POSITIVE_INFINITY);
  }

  [Symbol.dispose](): void {
    this.socket.destroy();
  }
}
