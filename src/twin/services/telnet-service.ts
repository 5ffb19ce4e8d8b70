import { createServer } from 'node:net';
import type { TwinServiceOptions } from './banner-services.ts';
import { type Listening, listen } from './listener.ts';
import { listenAt } from './service-options.ts';
import { TelnetClient } from './telnet/telnet-client.ts';

/** Telnet on 23. */
export async function startTelnetService(options: TwinServiceOptions): Promise<Listening> {
  const server = createServer((socket) => {
    if (!socket.destroyed) new TelnetClient(socket, options).start();
  });
  return await listen(server, 'telnet', listenAt(options), options);
}
