import { createServer } from 'node:net';
import { type Listening, listen } from './listener.ts';
import { listenAt, type ServiceOptions } from './service-options.ts';

/** `/tool bandwidth-server` on 2000: greets with four bytes; tests themselves are not served. */
export async function startBandwidthTestService(options: ServiceOptions): Promise<Listening> {
  const server = createServer((socket) => {
    if (!socket.destroyed) socket.write(Buffer.of(1, 0, 0, 0));
    socket.resume();
  });
  return await listen(server, 'bandwidth-test', listenAt(options), options);
}
