import { createServer, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import type { RosVersion } from '../version.ts';
import type { ApiBackend } from './api-backend.ts';
import { ApiSession } from './api-session.ts';
import { type AccessRule, type ListenAt, type Listening, listen } from './listener.ts';

export interface ApiServerOptions {
  readonly at: ListenAt;
  readonly backend: ApiBackend;
  readonly version: RosVersion;
  /** Faults of the twin itself, with their stack. */
  readonly log: (text: string) => void;
  readonly access?: AccessRule;
  /** The harness's own way in: no event of the lab. */
  readonly management?: boolean;
  /** Given: api-ssl. */
  readonly tls?: TlsOptions;
}

/** Serves the binary API (8728, with `tls` 8729) to any client. */
export async function startApiServer({ at, access, tls, ...options }: ApiServerOptions): Promise<Listening> {
  const via = tls === undefined ? 'api' : 'api-ssl';
  const serve = (socket: Socket): void => {
    if (!socket.destroyed) new ApiSession(socket, { ...options, via }).start();
  };
  const server = tls === undefined ? createServer(serve) : createTlsServer(tls, serve);
  return await listen(server, via, at, access);
}
