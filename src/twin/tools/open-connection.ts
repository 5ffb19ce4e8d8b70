import { connect, type Socket } from 'node:net';

/** What the kernel says of a connection that it could not make, in the C library's words. */
const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Connection refused',
  ECONNRESET: 'Connection reset by peer',
  ETIMEDOUT: 'Connection timed out',
  EHOSTUNREACH: 'No route to host',
  ENETUNREACH: 'Network is unreachable',
  EADDRNOTAVAIL: 'Cannot assign requested address',
  EACCES: 'Permission denied',
  EPERM: 'Operation not permitted',
};

export const reasonOf = (error: unknown): string => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return reasons[code] ?? (error instanceof Error ? error.message : String(error));
};

/** A SYN until a program of RouterOS's gives up: what Linux does by default (`tcp_syn_retries` 6). */
export const patienceMs = 127_000;

export interface ConnectionOptions {
  readonly host: string;
  readonly port: number;
  readonly localAddress: string | undefined;
  readonly signal: AbortSignal;
}

/** A TCP connection from the router's own namespace; rejects with the kernel's error. */
export function openConnection({ localAddress, ...options }: ConnectionOptions): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ ...options, ...(localAddress === undefined ? {} : { localAddress }) });
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject);
      resolve(socket);
    });
  });
}
