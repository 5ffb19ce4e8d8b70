import type { Socket as UdpSocket } from 'node:dgram';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { Server, Socket } from 'node:net';
import { createServer, isIP } from 'node:net';
import { withLength } from './dns-client.ts';
import type { DnsMessage } from './dns-message.ts';
import { decodeMessage, encodeMessage, fitted, internet, responseCodes } from './dns-message.ts';
import type { NameService } from './name-service.ts';

export interface DnsServerLimits {
  readonly udpBytes: number;
  readonly queries: number;
  readonly tcpSessions: number;
}

const port = 53;
const idleMs = 10_000;

/** Answers others on the router's addresses: each has a socket of its own, so that the answer comes from where it was asked. */
export class DnsServer {
  readonly #names: NameService;
  readonly #limits: () => DnsServerLimits;
  readonly #udp = new Map<string, UdpSocket>();
  #tcp: Server | undefined;
  #sessions = 0;
  #queries = 0;

  constructor(names: NameService, limits: () => DnsServerLimits) {
    this.#names = names;
    this.#limits = limits;
  }

  /** Listens on these addresses and on no others; without any, not at all. */
  async listenOn(addresses: readonly string[]): Promise<void> {
    for (const [address, socket] of this.#udp) {
      if (addresses.includes(address)) continue;
      this.#udp.delete(address);
      socket.close();
    }
    const fresh = addresses.filter((address) => !this.#udp.has(address));
    await Promise.all(fresh.map((address) => this.#openUdp(address)));
    if (addresses.length === 0) this.#closeTcp();
    else if (this.#tcp === undefined) await this.#openTcp();
  }

  async #openUdp(address: string): Promise<void> {
    const socket = createSocket(isIP(address) === 6 ? 'udp6' : 'udp4');
    socket.on('message', (bytes, from) => {
      void this.#respond(bytes).then((answer) => {
        if (answer === undefined || !this.#udp.has(address)) return;
        socket.send(fitted(answer, this.#limits().udpBytes), from.port, from.address, () => undefined);
      });
    });
    socket.on('error', () => this.#udp.delete(address));
    const bound = once(socket, 'listening').then(() => true);
    // An address whose interface is just gone is no fault of the configuration.
    const refused = once(socket, 'error').then(() => false);
    socket.bind({ address, port });
    if (await Promise.race([bound, refused]).catch(() => false)) this.#udp.set(address, socket);
    else socket.close();
  }

  async #openTcp(): Promise<void> {
    const server = createServer((socket) => this.#session(socket));
    this.#tcp = server;
    server.listen(port, '::');
    await once(server, 'listening').catch(async () => {
      server.listen(port, '0.0.0.0');
      await once(server, 'listening').catch(() => undefined);
    });
  }

  #closeTcp(): void {
    this.#tcp?.close();
    this.#tcp = undefined;
  }

  #session(socket: Socket): void {
    socket.on('error', () => socket.destroy());
    if (this.#sessions >= this.#limits().tcpSessions) {
      socket.destroy();
      return;
    }
    this.#sessions += 1;
    socket.on('close', () => (this.#sessions -= 1));
    socket.setTimeout(idleMs, () => socket.destroy());
    let received = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      while (received.length >= 2 && received.length >= 2 + received.readUInt16BE(0)) {
        const bytes = received.subarray(2, 2 + received.readUInt16BE(0));
        received = received.subarray(2 + bytes.length);
        void this.#respond(bytes).then((answer) => {
          if (answer !== undefined && !socket.destroyed) socket.write(withLength(encodeMessage(answer)));
        });
      }
    });
  }

  async #respond(bytes: Buffer): Promise<DnsMessage | undefined> {
    const query = decodeMessage(bytes);
    if (query === undefined || query.isResponse) return undefined;
    const respond = (code: number, answers: DnsMessage['answers'] = []): DnsMessage => ({
      ...query,
      isResponse: true,
      truncated: false,
      code,
      answers,
    });
    const { question, operation } = query;
    if (operation !== 0 || (question?.class ?? internet) !== internet) return respond(responseCodes.notImplemented);
    if (question === undefined) return respond(responseCodes.formatError);
    if (this.#queries >= this.#limits().queries) return respond(responseCodes.serverFailure);
    this.#queries += 1;
    try {
      const { code, records } = await this.#names.answer(question);
      return respond(code, records);
    } catch {
      return respond(responseCodes.serverFailure);
    } finally {
      this.#queries -= 1;
    }
  }
}
