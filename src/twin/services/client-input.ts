import type { Socket } from 'node:net';

/** Hands out what a client sends, and waits while it does not read our answers: they would pile up here. */
export function readInput(socket: Socket, take: (chunk: Buffer<ArrayBuffer>) => void): void {
  socket.on('data', (chunk) => {
    take(Buffer.from(chunk));
    if (!socket.writableNeedDrain) return;
    socket.pause();
    socket.once('drain', () => socket.resume());
  });
}

/** A command line of a client is cut here: a client that never ends its line must not fill our memory. */
const longestLine = 512;

/** Hands out a client's lines without their line ends (LF or CR LF), bytes as Latin-1. */
export function readLines(socket: Socket, take: (line: string) => void): void {
  let held = '';
  readInput(socket, (chunk) => {
    const [first = '', ...rest] = chunk.toString('latin1').split('\n');
    const lines = [held + first, ...rest];
    held = (lines.pop() ?? '').slice(0, longestLine);
    for (const line of lines) if (socket.writable) take(line.replace(/\r$/, '').slice(0, longestLine));
  });
}
