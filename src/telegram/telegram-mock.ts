import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import type { Server, Socket } from 'node:net';
import { createApiServer } from './api-server.ts';
import { BotApi } from './bot-api.ts';
import { CallLog } from './call-log.ts';
import { createServerCertificate } from './certificates.ts';
import { createControlServer } from './control-server.ts';
import { Faults } from './faults.ts';

export interface TelegramMockOptions {
  readonly address: string;
  /** 0: any free one. */
  readonly port: number;
  /** Path of the control socket. */
  readonly control: string;
  /** Where the CA's certificate is written, for those who should trust the mock. */
  readonly ca: string;
  /** Where calls are written, one JSON line each. */
  readonly log?: string;
}

/** A Bot API that listens. */
export interface TelegramMock extends AsyncDisposable {
  readonly port: number;
}

/** Starts the mock; when this settles, both the Bot API and the control socket answer. */
export async function startTelegramMock(options: TelegramMockOptions): Promise<TelegramMock> {
  const certificate = await createServerCertificate(['api.telegram.org'], [options.address]);
  writeFileSync(options.ca, certificate.ca);
  const mock = { api: new BotApi(), log: new CallLog(options.log), faults: new Faults() };
  const apiServer = createApiServer(certificate, mock);
  const control = createControlServer({ ...mock, port: () => portOf(apiServer) });
  const sockets = new Set<Socket>();
  for (const server of [apiServer, control]) keepTrack(server, sockets);
  rmSync(options.control, { force: true });
  apiServer.listen(options.port, options.address);
  control.listen(options.control);
  await Promise.all([once(apiServer, 'listening'), once(control, 'listening')]);
  return {
    port: portOf(apiServer),
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await Promise.all([apiServer, control].map(close));
    },
  };
}

function keepTrack(server: Server, sockets: Set<Socket>): void {
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  await closed;
}
