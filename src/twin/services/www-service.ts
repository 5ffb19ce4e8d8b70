import type { Server as HttpServer } from 'node:http';
import { createServer, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import type { Twin } from '../twin.ts';
import { type Listening, listen } from './listener.ts';
import { listenAt, type ServiceOptions } from './service-options.ts';

export interface WwwServiceOptions extends ServiceOptions {
  readonly twin: Twin;
  /** Given: www-ssl. */
  readonly tls?: TlsOptions;
}

/** WebFig's pages and REST on 80 and 443. What reads HTTP is loaded with the first client. */
export async function startWwwService(options: WwwServiceOptions): Promise<Listening> {
  const { tls } = options;
  let http: Promise<HttpServer> | undefined;
  const serve = (socket: Socket): void => {
    if (socket.destroyed) return;
    http ??= load(options);
    http.then(
      (server) => (socket.destroyed ? undefined : server.emit('connection', socket)),
      () => socket.destroy(),
    );
  };
  const server = tls === undefined ? createServer(serve) : createTlsServer(tls, serve);
  return await listen(server, tls === undefined ? 'www' : 'www-ssl', listenAt(options), options);
}

async function load(options: WwwServiceOptions): Promise<HttpServer> {
  const { createHttpServer } = await import('./www/http-server.ts');
  return createHttpServer(options);
}
