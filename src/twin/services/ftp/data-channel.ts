import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** Longer than this nobody is waited for. */
const patienceMs = 30_000;

/** The source of active connections (RFC 959). */
const dataPort = 20;

/** The second connection of FTP, over which files go: one for each transfer. */
export interface DataChannel {
  open(): Promise<Socket>;
  close(): void;
}

/** A socket of both families writes IPv4 addresses in IPv6's way; one that listens or connects takes its own only. */
function plain(address: string | undefined): string | undefined {
  return address?.replace(/^::ffff:(?=[\d.]+$)/, '');
}

/** `PASV`: the client comes to a port of ours. Nobody else's connection is taken for its. */
export class PassiveChannel implements DataChannel {
  readonly #server: Server;
  readonly #peer: string | undefined;
  #arrived: Socket | undefined;

  private constructor(server: Server, peer: string | undefined) {
    this.#server = server;
    this.#peer = peer;
    server.maxConnections = 1;
    server.on('connection', (socket) => this.#take(socket));
  }

  static async listen(control: Socket): Promise<PassiveChannel> {
    const server = createServer({ pauseOnConnect: true });
    server.listen({ host: plain(control.localAddress), port: 0 });
    await once(server, 'listening');
    return new PassiveChannel(server, plain(control.remoteAddress));
  }

  get port(): number {
    const address = this.#server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  async open(): Promise<Socket> {
    const signal = AbortSignal.timeout(patienceMs);
    if (this.#arrived === undefined) await once(this.#server, 'arrival', { signal });
    const socket = this.#arrived;
    if (socket === undefined) throw new Error('no data connection');
    this.#server.close();
    return socket;
  }

  close(): void {
    this.#server.close();
    this.#arrived?.destroy();
  }

  #take(socket: Socket): void {
    socket.on('error', () => undefined);
    if (plain(socket.remoteAddress) !== this.#peer || this.#arrived !== undefined) {
      socket.destroy();
      return;
    }
    this.#arrived = socket;
    this.#server.emit('arrival');
  }
}

/** `PORT`: we go to a port of the client's. */
export class ActiveChannel implements DataChannel {
  readonly #to: { readonly host: string; readonly port: number };
  readonly #from: string | undefined;
  #socket: Socket | undefined;

  constructor(to: { host: string; port: number }, from: string | undefined) {
    this.#to = to;
    this.#from = plain(from);
  }

  async open(): Promise<Socket> {
    try {
      return await this.#connect(dataPort);
    } catch {
      // Port 20 needs rights that a twin which stands alone does not have.
      return await this.#connect(0);
    }
  }

  close(): void {
    this.#socket?.destroy();
  }

  async #connect(localPort: number): Promise<Socket> {
    const from = this.#from === undefined ? {} : { localAddress: this.#from };
    const socket = connect({ ...this.#to, ...from, ...(localPort === 0 ? {} : { localPort }) });
    this.#socket = socket;
    try {
      await once(socket, 'connect', { signal: AbortSignal.timeout(patienceMs) });
    } catch (error) {
      socket.destroy();
      throw error;
    }
    socket.on('error', () => undefined);
    return socket;
  }
}
