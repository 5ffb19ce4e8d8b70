import type { Server, Socket } from 'node:net';
import { KnocklabError } from '../../core/errors.ts';

/** Where a service listens; port 0 takes a free one. */
export type ListenAt = { readonly address: string; readonly port: number } | { readonly path: string };

/** `/ip service address=`: decided after the handshake, as RouterOS does, so a scanner still sees the port open. */
export interface AccessRule {
  readonly allow: (address: string) => boolean;
  readonly onDenied: (address: string) => void;
  /** `max-sessions`: further connections are closed. */
  readonly mostSessions?: () => number;
}

interface Connection {
  readonly local: string;
  readonly remote: string;
}

export interface Listening {
  /** 0 on a unix socket. */
  readonly port: number;
  /** Both ends of every open connection. */
  readonly connections: () => readonly Connection[];
  /** Afterwards the port answers RST, and every open connection has been reset. */
  readonly close: () => Promise<void>;
}

/** Enough for any scanner; more would only serve to exhaust the router. */
const mostConnections = 512;

/** Makes a server listen; failing to is an error that names the service. Handlers may meet a destroyed socket. */
export async function listen(server: Server, service: string, at: ListenAt, access?: AccessRule): Promise<Listening> {
  const sockets = new Set<Socket>();
  server.maxConnections = mostConnections;
  server.prependListener('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    // What a peer does to its connection is its own affair.
    socket.on('error', () => undefined);
    if (access !== undefined) refuseUnlessAllowed(socket, access);
    if (sockets.size > (access?.mostSessions?.() ?? mostConnections)) socket.destroy();
  });
  await bind(server, service, at);
  return {
    port: boundPort(server),
    connections: () => [...sockets].filter((socket) => !socket.destroyed).map(connectionOf),
    close: async () => await closeAll(server, sockets),
  };
}

/** The peer's address, IPv4 without the `::ffff:` of a dual-stack socket. */
export function peerAddress(socket: Socket): string {
  return (socket.remoteAddress ?? '').replace(/^::ffff:/, '');
}

function connectionOf(socket: Socket): Connection {
  const local = (socket.localAddress ?? '').replace(/^::ffff:/, '');
  return { local: `${local}:${socket.localPort ?? 0}`, remote: `${peerAddress(socket)}:${socket.remotePort ?? 0}` };
}

function refuseUnlessAllowed(socket: Socket, { allow, onDenied }: AccessRule): void {
  const address = peerAddress(socket);
  if (allow(address)) return;
  onDenied(address);
  socket.destroy();
}

async function bind(server: Server, service: string, at: ListenAt): Promise<void> {
  try {
    await attempt(server, service, at);
  } catch (error) {
    // A kernel without IPv6.
    const isWithout6 = error instanceof KnocklabError && /EAFNOSUPPORT|EADDRNOTAVAIL/.test(error.message);
    if (!isWithout6 || 'path' in at || at.address !== '::') throw error;
    await attempt(server, service, { ...at, address: '0.0.0.0' });
  }
}

async function attempt(server: Server, service: string, at: ListenAt): Promise<void> {
  const options = 'path' in at ? { path: at.path } : { host: at.address, port: at.port };
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(options, resolve);
  try {
    await promise;
  } catch (error) {
    throw cannotListen(service, at, error);
  } finally {
    server.off('error', reject);
  }
}

function cannotListen(service: string, at: ListenAt, cause: unknown): KnocklabError {
  const place = 'path' in at ? at.path : `${at.address.includes(':') ? `[${at.address}]` : at.address}:${at.port}`;
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new KnocklabError('router/service', `The service "${service}" cannot listen on ${place}: ${reason}`, {
    remedy: 'Free the port, or give the service another one (/ip service).',
    cause,
  });
}

function boundPort(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function closeAll(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  for (const socket of sockets) reset(socket);
  await promise;
}

/** Only TCP knows a reset. */
function reset(socket: Socket): void {
  if (socket.remoteFamily === undefined) socket.destroy();
  else socket.resetAndDestroy();
}
