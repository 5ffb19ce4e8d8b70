import type { Socket } from 'node:net';
import type { ClientInfo, Connection } from 'ssh2';
import ssh2 from 'ssh2';
import type { Twin } from '../../twin.ts';
import { peerAddress } from '../listener.ts';
import { offeredAlgorithms } from './algorithms.ts';
import { serveForwarding } from './forwarding.ts';
import { SshLogin } from './ssh-login.ts';
import { serveSession } from './ssh-session.ts';

/** Who has not logged in by then is sent away. */
const graceMs = 60_000;

/** On one connection, one after the other or side by side. */
const mostChannels = 1000;

/** SSH as `/ip ssh` says at the moment at which a client comes. */
export class SshServer {
  readonly #twin: Twin;
  readonly #server: ssh2.Server;
  /** By where they come from: connections whose other end has not said yet what it speaks. */
  readonly #strangers = new Map<string, Socket>();
  readonly #graces = new WeakMap<Socket, NodeJS.Timeout>();

  private constructor(twin: Twin, server: ssh2.Server) {
    this.#twin = twin;
    this.#server = server;
    server.on('connection', (client, info) => this.#meet(client, info));
  }

  static async create(twin: Twin): Promise<SshServer> {
    const { props } = twin.menus.get('ip ssh').settings;
    const hostKey = props['host-key-type'] === 'ed25519' ? 'ed25519' : 'rsa';
    const key = await twin.hostKeys.privateKey({ type: hostKey, bits: Number(props['host-key-size'] ?? 2048) });
    const strong = props['strong-crypto'] === 'yes';
    const server = new ssh2.Server({
      hostKeys: [key],
      ident: 'ROSSSH',
      algorithms: offeredAlgorithms(twin.version, { strong, hostKey }),
    });
    return new SshServer(twin, server);
  }

  /** Serves a connection that has just been made. */
  take(socket: Socket): void {
    const place = `${socket.remoteAddress}:${socket.remotePort}`;
    this.#strangers.set(place, socket);
    const grace = setTimeout(() => socket.destroy(), graceMs);
    this.#graces.set(socket, grace);
    socket.once('close', () => {
      clearTimeout(grace);
      this.#strangers.delete(place);
    });
    socket.setNoDelay(true);
    this.#server.injectSocket(socket);
  }

  /** The client has said who it is: from here on its library speaks with us. */
  #meet(client: Connection, { ip, port }: ClientInfo): void {
    const socket = this.#strangers.get(`${ip}:${port}`);
    // What a peer does to its connection is its own affair.
    client.on('error', () => undefined);
    if (socket === undefined) return void client.end();
    const login = new SshLogin(this.#twin, { address: peerAddress(socket), via: 'ssh', end: () => void client.end() });
    client.on('authentication', (context) => {
      login.decide(context);
      if (login.isExhausted) client.end();
    });
    client.on('ready', () => this.#welcome(client, login, socket));
    client.once('close', () => login.session?.logOut());
  }

  #welcome(client: Connection, { session, name }: SshLogin, socket: Socket): void {
    if (session === undefined) return void client.end();
    clearTimeout(this.#graces.get(socket));
    serveForwarding(this.#twin, client);
    let channels = 0;
    client.on('session', (accept, reject) => {
      channels += 1;
      if (channels > mostChannels) reject();
      else serveSession(this.#twin, { session, name, channel: accept() });
    });
  }
}
