import type { Socket } from 'node:net';

const longestLine = 128 * 1024;

/**
 * Percent-encodes what isn't ASCII in the request line, then lets the caller go on with the socket.
 * RouterOS puts the bytes of a script's text into the URL as they are and Telegram takes them; Node's parser does not.
 */
export function encodeRequestLine(socket: Socket, proceed: () => void): void {
  const chunks: Buffer[] = [];
  const read = (): void => {
    for (let chunk: unknown = socket.read(); Buffer.isBuffer(chunk); chunk = socket.read()) chunks.push(chunk);
    const bytes = Buffer.concat(chunks);
    const end = bytes.indexOf('\n');
    if (end === -1 && bytes.length < longestLine && !socket.readableEnded) return;
    socket.off('readable', read);
    socket.off('end', read);
    const length = end === -1 ? bytes.length : end;
    if (bytes.length > 0)
      socket.unshift(Buffer.concat([encodeNonAscii(bytes.subarray(0, length)), bytes.subarray(length)]));
    proceed();
  };
  socket.on('readable', read);
  socket.on('end', read);
}

function encodeNonAscii(line: Buffer): Buffer {
  const encoded = line.toString('latin1').replace(/[\x80-\xff]/g, (character) => {
    return `%${character.charCodeAt(0).toString(16)}`;
  });
  return Buffer.from(encoded, 'latin1');
}
