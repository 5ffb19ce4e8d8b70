import { createServer } from 'node:net';
import { type Listening, listen } from './listener.ts';
import { listenAt, type ServiceOptions } from './service-options.ts';

/** Winbox on 8291: since 6.43 silent to whoever does not speak its encrypted protocol. */
export async function startWinboxService(options: ServiceOptions): Promise<Listening> {
  const server = createServer((socket) => socket.resume());
  return await listen(server, 'winbox', listenAt(options), options);
}
