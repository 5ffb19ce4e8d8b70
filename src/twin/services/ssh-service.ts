import { createServer, type Socket } from 'node:net';
import { type Listening, listen } from './listener.ts';
import { listenAt, type ServiceOptions } from './service-options.ts';

/** SSH on 22: RouterOS's identification (6 and 7 alike), and a polite end once the client has given its own. */
export async function startSshService(options: ServiceOptions): Promise<Listening> {
  const server = createServer((socket) => {
    if (!socket.destroyed) identify(socket);
  });
  return await listen(server, 'ssh', listenAt(options), options);
}

function identify(socket: Socket): void {
  socket.write('SSH-2.0-ROSSSH\r\n');
  socket.once('data', () => {
    socket.end(disconnectPacket(11, 'This router has no SSH console.'));
    socket.resume();
  });
}

/** SSH_MSG_DISCONNECT, unencrypted as before the key exchange (RFC 4253, 6 and 11.1). */
function disconnectPacket(reason: number, description: string): Buffer {
  const text = Buffer.from(description);
  const payload = Buffer.concat([Buffer.of(1), uint32(reason), uint32(text.length), text, uint32(0)]);
  // The whole packet is a multiple of eight, with at least four bytes of padding.
  const padding = 4 + ((8 - ((5 + payload.length + 4) % 8)) % 8);
  const body = Buffer.concat([Buffer.of(padding), payload, Buffer.alloc(padding)]);
  return Buffer.concat([uint32(body.length), body]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
