import { connect } from 'node:net';
import { pipeline } from 'node:stream/promises';
import type { Connection, TcpipRequestInfo } from 'ssh2';
import type { Twin } from '../../twin.ts';

/** `ssh -L`: with `forwarding-enabled=local` or `both` the router connects on behalf of whoever is logged in. */
export function serveForwarding(twin: Twin, client: Connection): void {
  client.on('tcpip', (accept, reject, info) => {
    // A router that stands alone has no network of its own to reach others in.
    if (!twin.enforced || !isEnabled(twin)) reject();
    else
      forward(twin, info).then(
        (socket) => {
          const channel = accept();
          const carry = pipeline(channel, socket, channel);
          carry.catch(() => void socket.destroy());
        },
        () => reject(),
      );
  });
}

function isEnabled(twin: Twin): boolean {
  return ['local', 'both'].includes(twin.menus.get('ip ssh').settings.props['forwarding-enabled'] ?? 'no');
}

async function forward(twin: Twin, { destIP, destPort }: TcpipRequestInfo): Promise<ReturnType<typeof connect>> {
  const host = await twin.resolver.resolve(destIP);
  const socket = connect({ host, port: destPort });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  socket.once('connect', resolve).once('error', reject);
  await promise;
  socket.on('error', () => undefined);
  return socket;
}
