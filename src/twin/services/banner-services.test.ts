import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { twinOnPaper } from '../fixtures/twin-on-paper.ts';
import { parseVersion } from '../version.ts';
import { type BannerServiceName, startService } from './banner-services.ts';
import type { ServiceOptions } from './service-options.ts';

interface Peer {
  readonly socket: Socket;
  /** Everything received so far, Latin-1. */
  text(): string;
  /** Resolves with it when it ends like this, or when the connection has ended. */
  until(ending: string): Promise<string>;
  /** Resolves with the code of the error, if any, that ended the connection. */
  readonly closed: Promise<string | undefined>;
}

async function start(name: BannerServiceName, options: Partial<ServiceOptions> = {}) {
  const denied: string[] = [];
  const service = await startService(name, {
    twin: twinOnPaper('6.49'),
    address: '127.0.0.1',
    port: 0,
    identity: () => 'MikroTik',
    version: parseVersion('6.49'),
    allow: () => true,
    onDenied: (address) => denied.push(address),
    onLoginFailure: () => undefined,
    ...options,
  });
  onTestFinished(async () => await service.close());
  return { ...service, denied };
}

async function dial(port: number): Promise<Peer> {
  const socket = connect({ host: '127.0.0.1', port });
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  let received = '';
  let code: string | undefined;
  let wake = (): void => undefined;
  socket.setEncoding('latin1').on('data', (text: string) => {
    received += text;
    wake();
  });
  socket.on('error', (error: NodeJS.ErrnoException) => {
    code = error.code;
  });
  const closed = new Promise<string | undefined>((resolve) => socket.once('close', () => resolve(code)));
  const until = async (ending: string): Promise<string> => {
    while (!received.endsWith(ending) && !socket.closed) {
      await Promise.race([
        closed,
        new Promise<void>((resolve) => {
          wake = resolve;
        }),
      ]);
    }
    expect(received).toContain(ending);
    return received;
  };
  return { socket, text: () => received, until, closed };
}

const names: BannerServiceName[] = ['ftp', 'ssh', 'telnet', 'www', 'winbox', 'bandwidth-test'];

test.each([
  ['/', 200, '<title>RouterOS router configuration page</title>'],
  ['/?x=1', 200, 'RouterOS v6.49.18'],
  ['/robots.txt', 200, 'User-agent: *\nDisallow: /\n'],
  ['/webfig/none', 404, 'Not Found'],
])('www answers %s with %i', async (path, status, text) => {
  const { port } = await start('www');
  const response = await fetch(`http://127.0.0.1:${port}${path}`);
  expect(response.status).toBe(status);
  expect(await response.text()).toContain(text);
});

test('www writes an identity as text', async () => {
  const { port } = await start('www', { identity: () => '<script>' });
  expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).not.toContain('<script>');
});

test('www answers a request of 1.0 and one that is none', async () => {
  const { port } = await start('www');
  const [good, bad] = [await dial(port), await dial(port)];
  good.socket.write('GET / HTTP/1.0\r\n\r\n');
  bad.socket.write('\x16\x03\x01garbage\r\n\r\n');
  await Promise.all([good.closed, bad.closed]);
  expect(good.text()).toMatch(/^HTTP\/1\.0 200 OK\r\n/);
  expect(bad.text()).toMatch(/^HTTP\/1\.0 400 Bad Request\r\n/);
});

test('bandwidth-test greets with four bytes', async () => {
  const { port } = await start('bandwidth-test');
  await (await dial(port)).until('\x01\0\0\0');
});

test('winbox takes everything and says nothing', async () => {
  const { port } = await start('winbox');
  const peer = await dial(port);
  peer.socket.end('x'.repeat(1_000_000));
  await peer.closed;
  expect(peer.text()).toBe('');
});

test.each(names)('%s closes a connection that is not allowed', async (name) => {
  const { port, denied } = await start(name, { allow: (address) => address !== '127.0.0.1' });
  const peer = await dial(port);
  await peer.closed;
  expect(peer.text()).toBe('');
  expect(denied).toEqual(['127.0.0.1']);
});

test.each(names)('%s names its port when it is taken', async (name) => {
  const { port } = await start('winbox');
  await expect(start(name, { port })).rejects.toMatchObject({
    code: 'router/service',
    message: expect.stringContaining(`"${name}" cannot listen on 127.0.0.1:${port}: listen EADDRINUSE`),
  });
});

test.each(names)('%s resets its clients and its port when it is closed', async (name) => {
  const { port, close } = await start(name);
  const peer = await dial(port);
  await close();
  expect(await peer.closed).toBe('ECONNRESET');
  await expect(dial(port)).rejects.toThrow('ECONNREFUSED');
});

test.each(names)('%s survives random bytes and endless lines', async (name) => {
  const { port } = await start(name);
  const peers = await Promise.all(Array.from({ length: 50 }, async () => await dial(port)));
  for (const [number, { socket }] of peers.entries()) {
    socket.write(Buffer.alloc(100_000, number * 5));
    socket.end();
  }
  await Promise.all(peers.map(async ({ closed }) => await closed));
  await dial(port);
});
