import { createServer } from 'node:net';
import type { TwinServiceOptions } from './banner-services.ts';
import { FtpSession } from './ftp/ftp-session.ts';
import { type Listening, listen } from './listener.ts';
import { listenAt } from './service-options.ts';

/** FTP on 21: the router's disk, for users whose group grants `ftp`. */
export async function startFtpService(options: TwinServiceOptions): Promise<Listening> {
  const server = createServer((socket) => {
    if (!socket.destroyed) new FtpSession(socket, options).start();
  });
  return await listen(server, 'ftp', listenAt(options), options);
}
