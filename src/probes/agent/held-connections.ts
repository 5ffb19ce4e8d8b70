import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export interface HoldPlan {
  readonly address: string;
  readonly port: number;
}

/** Connections that stay open between two orders. */
const held = new Map<number, Socket>();
let count = 0;

/** Opens a connection and keeps it; gives its number and its own port. */
export async function hold({ address, port }: HoldPlan): Promise<{ number: number; localPort: number }> {
  const socket = connect({ host: address, port });
  socket.on('error', () => undefined).resume();
  await once(socket, 'connect', { signal: AbortSignal.timeout(1000) });
  held.set(++count, socket);
  return { number: count, localPort: socket.localPort ?? 0 };
}

/**
 * Sends a byte over a held connection; false when it has been closed meanwhile. One letter is the beginning of something
 * to every service: a banner, a request, a line.
 */
export function say(number: number): boolean {
  const socket = held.get(number);
  if (socket === undefined || socket.destroyed || socket.readyState !== 'open') return false;
  socket.write('G');
  return true;
}

export function release(number: number): void {
  held.get(number)?.resetAndDestroy();
  held.delete(number);
}
