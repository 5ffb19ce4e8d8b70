import { createSocket } from 'node:dgram';
import { isIP } from 'node:net';
import type { TwinClock } from '../time/twin-clock.ts';
import { decodeNtp, encodeNtp, msOfTimestamp, type NtpMessage, timestamp } from './ntp-message.ts';

export interface NtpClientOptions {
  readonly clock: TwinClock;
  readonly resolve: (name: string) => Promise<string>;
  /** The clock has been set; it showed `fromMs` before. */
  readonly stepped: (fromMs: number) => void;
}

/** From so many milliseconds between two questions, doubled with every answer, to so many. */
export interface PollRange {
  readonly firstMs: number;
  readonly mostMs: number;
}

/** What the last answer said. */
export interface NtpSync {
  readonly server: string;
  readonly stratum: number;
  readonly offsetMs: number;
  /** On the uptime axis. */
  readonly atMs: number;
}

const port = 123;
const patienceMs = 2000;
/** Less than this is noise that a real clock would be slewed for. */
const stepMs = 128;

/** Asks its servers in turn what time it is, and sets the clock by the first that knows. */
export class NtpClient {
  readonly #options: NtpClientOptions;
  #servers: readonly string[] = [];
  #turn = 0;
  #poll: PollRange = { firstMs: 64_000, mostMs: 1_024_000 };
  #waitMs = 0;
  #isAsking = false;
  #cancel: () => void = () => undefined;
  sync: NtpSync | undefined;

  constructor(options: NtpClientOptions) {
    this.#options = options;
  }

  /** Without servers it rests. Nothing begins anew when nothing changed. */
  follow(servers: readonly string[], poll: PollRange): void {
    if (servers.join() === this.#servers.join()) return;
    this.#cancel();
    this.#servers = servers;
    this.#poll = poll;
    this.#waitMs = poll.firstMs;
    this.#turn = 0;
    this.sync = undefined;
    if (servers.length > 0) this.#ask();
  }

  get activeServer(): string | undefined {
    return this.#servers[this.#turn % Math.max(1, this.#servers.length)];
  }

  get pollMs(): number {
    return this.#waitMs;
  }

  /** Nobody waits for the answer: time goes on meanwhile. */
  #ask(): void {
    const server = this.activeServer;
    if (server === undefined) return;
    this.#cancel = this.#options.clock.at(this.#options.clock.uptimeMs + this.#waitMs, async () => this.#ask());
    if (this.#isAsking) return;
    this.#isAsking = true;
    void this.#exchange(server)
      .catch(() => undefined)
      .then((sync) => {
        this.#isAsking = false;
        if (server === this.activeServer) this.#note(sync);
      });
  }

  #note(sync: NtpSync | undefined): void {
    if (sync === undefined) {
      this.#turn += 1;
      return;
    }
    this.sync = sync;
    this.#waitMs = Math.min(this.#waitMs * 2, this.#poll.mostMs);
    const { clock, stepped } = this.#options;
    if (Math.abs(sync.offsetMs) < stepMs) return;
    const before = clock.wallMs;
    clock.setUtc(clock.utcMs + sync.offsetMs);
    stepped(before);
  }

  async #exchange(name: string): Promise<NtpSync | undefined> {
    const { clock, resolve } = this.#options;
    const server = await resolve(name);
    const [sentMs, began] = [clock.utcMs, performance.now()];
    const transmit = timestamp(sentMs);
    const answer = await asked(
      server,
      encodeNtp({ leap: 0, mode: 3, stratum: 0, origin: 0n, receivedMs: 0, transmit }),
    );
    if (answer === undefined || answer.origin !== transmit || !isOfUse(answer)) return undefined;
    // Real time: were the router's turned meanwhile, the way would seem long.
    const tookMs = performance.now() - began;
    const offsetMs = (answer.receivedMs - sentMs + msOfTimestamp(answer.transmit) - (sentMs + tookMs)) / 2;
    return { server, stratum: answer.stratum, offsetMs, atMs: clock.uptimeMs };
  }
}

/** A server that is not synchronized itself, or asks to be left alone, is of no use. */
const isOfUse = ({ mode, stratum, leap }: NtpMessage): boolean => mode === 4 && stratum > 0 && stratum < 16 && leap < 3;

async function asked(server: string, question: Buffer): Promise<NtpMessage | undefined> {
  const socket = createSocket(isIP(server) === 6 ? 'udp6' : 'udp4');
  const { promise, resolve } = Promise.withResolvers<NtpMessage | undefined>();
  const timer = setTimeout(() => resolve(undefined), patienceMs);
  timer.unref();
  socket.on('error', () => resolve(undefined));
  socket.on('message', (bytes) => resolve(decodeNtp(bytes)));
  // Connected, nobody else can answer, and a closed port says so at once.
  socket.connect(port, server, () => socket.send(question));
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    socket.close();
  }
}
