import { createServer } from 'node:net';

/** Where a service of a twin that stands alone answers. */
export interface ServedAt {
  readonly service: string;
  readonly address: string;
  readonly port: number;
}

export const loopback = '127.0.0.1';

/** An ordinary user may not listen below 1024: 22 becomes 8022, 80 becomes 8080, 443 becomes 8443. */
export function loopbackPort(port: number): number {
  return port < 1024 ? 8000 + port : port;
}

/** May a port of loopback be listened on? */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, loopback, () => server.close(() => resolve(true)));
  });
}
