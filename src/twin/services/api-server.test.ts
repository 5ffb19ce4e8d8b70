import type { TlsOptions } from 'node:tls';
import { RouterOSAPI } from 'node-routeros';
import { expect, onTestFinished, test } from 'vitest';
import type { Row } from '../../routeros/api/sentence.ts';
import { RouterosError } from '../../routeros/routeros-error.ts';
import type { Peer, Session } from '../accounts/session.ts';
import { parseVersion } from '../version.ts';
import type { ApiBackend, ApiCall, ApiResult } from './api-backend.ts';
import { startApiServer } from './api-server.ts';
import { RawClient } from './raw-client.ts';
import { anonymousTls } from './tls-options.ts';

const addresses: Row[] = [
  { '.id': '*1', address: '192.0.2.1/24', interface: 'ether1', disabled: 'false' },
  { '.id': '*2', address: '198.51.100.1/24', interface: 'ether2', disabled: 'true', comment: 'Привет' },
];

interface Call extends ApiCall {
  readonly path: string;
  readonly command: string;
  readonly args: ReadonlyMap<string, string>;
}

const sessionOf = (user: string, { address, via }: Peer, logOut: () => void = () => undefined): Session => ({
  user,
  address,
  via,
  policies: new Set(),
  logOut,
});

/** A server whose backend knows `/ip/address/print`, what the test adds, and nothing else. */
async function startServer(answer: (call: Call) => ApiResult | Promise<ApiResult> = () => ({}), version = '6.49') {
  const calls: Call[] = [];
  const logged: string[] = [];
  const backend: ApiBackend = {
    logIn: (user, proof, from) => {
      const isGood = user === 'admin' && (typeof proof === 'string' ? proof === '' : proof(''));
      if (!isGood) return undefined;
      return sessionOf(user, from, () => logged.push(`${user} logged out from ${from.address} via ${from.via}`));
    },
    run: async (path, command, args, options) => {
      const call = { path: path.join('/'), command, args, ...options };
      calls.push(call);
      return call.path === 'ip/address' && command === 'print' ? { rows: addresses } : await answer(call);
    },
  };
  const server = await startApiServer({
    at: { address: '127.0.0.1', port: 0 },
    backend,
    version: parseVersion(version),
    log: (text) => logged.push(text),
  });
  onTestFinished(async () => await server.close());
  return { ...server, calls, logged };
}

async function openClient(port: number): Promise<RawClient> {
  const client = await RawClient.connect({ port, host: '127.0.0.1' });
  onTestFinished(() => client[Symbol.dispose]());
  return client;
}

/** A logged-in client of such a server. */
async function openSession(...args: Parameters<typeof startServer>) {
  const server = await startServer(...args);
  const client = await openClient(server.port);
  await client.login();
  return { ...server, client };
}

test('logs a client in and out', async () => {
  const { client, logged } = await openSession();
  client.send('/quit');
  expect(await client.rest()).toEqual([['!fatal', 'session terminated on request']]);
  await expect.poll(() => logged).toEqual(['admin logged out from 127.0.0.1 via api']);
});

test('refuses four wrong passwords and ends the connection at the fifth command', async () => {
  const { port } = await startServer();
  const client = await openClient(port);
  for (let attempt = 1; attempt <= 5; attempt++) client.send('/login', '=name=admin', '=password=x', '.tag=1');
  const refusal = [
    ['!trap', '=message=invalid user name or password (6)', '.tag=1'],
    ['!done', '.tag=1'],
  ];
  const four = Array.from({ length: 4 }, () => refusal).flat();
  expect(await client.rest()).toEqual([...four, ['!fatal', 'too many commands before login']]);
});

test('lets a client log in after a wrong password', async () => {
  const { port } = await startServer();
  const client = await openClient(port);
  await client.login('admin', 'wrong');
  await client.next();
  client.send('/login', '=name=admin', '=password=');
  expect(await client.next()).toEqual(['!done']);
});

test('answers a command before login with fatal', async () => {
  const { port, calls } = await startServer();
  const client = await openClient(port);
  client.send('/ip/address/print');
  expect(await client.rest()).toEqual([['!fatal', 'not logged in']]);
  expect(calls).toEqual([]);
});

test('prints records in one piece with the tag last', async () => {
  const { client } = await openSession();
  const before = client.chunks.length;
  client.send('/ip/address/print', '.tag=ab', '=.proplist=address,comment,no-such');
  expect(await client.take(3)).toEqual([
    ['!re', '=address=192.0.2.1/24', '.tag=ab'],
    ['!re', '=address=198.51.100.1/24', '=comment=Привет', '.tag=ab'],
    ['!done', '.tag=ab'],
  ]);
  expect(client.chunks.length - before).toBe(1);
});

test('sends an empty record for an item without the wanted properties', async () => {
  const { client } = await openSession();
  client.send('/ip/address/print', '=.proplist=comment', '?.id=*1');
  expect(await client.take(2)).toEqual([['!re'], ['!done']]);
});

test.each([
  ['6.49', [['!done']]],
  ['7.16', [['!done']]],
  ['7.18', [['!empty'], ['!done']]],
])('answers a print that finds nothing on %s', async (version, replies) => {
  const { client } = await openSession(() => ({}), version);
  client.send('/ip/address/getall', '?interface=ether9');
  expect(await client.take(replies.length)).toEqual(replies);
});

test('counts what a query finds', async () => {
  const { client } = await openSession(() => ({}), '7.18');
  client.send('/ip/address/print', '=count-only=', '?disabled=yes');
  expect(await client.take(1)).toEqual([['!done', '=ret=1']]);
});

test('hands commands, arguments and switches to the backend', async () => {
  const { client, calls } = await openSession(() => ({ ret: '*3' }));
  client.send('/ip/firewall/filter/add', '=chain=input', '=comment=a=b', '=detail=');
  client.send('/ip/firewall/filter/print', '=stats=', '?chain=input', '=.proplist=.id,bytes');
  expect(await client.take(2)).toEqual([
    ['!done', '=ret=*3'],
    ['!done', '=ret=*3'],
  ]);
  expect(calls).toMatchObject([
    { path: 'ip/firewall/filter', command: 'add', session: { user: 'admin', via: 'api' } },
    { command: 'print', proplist: ['.id', 'bytes', 'chain'] },
  ]);
  expect(calls[0]?.args).toEqual(
    new Map([
      ['chain', 'input'],
      ['comment', 'a=b'],
      ['detail', ''],
    ]),
  );
  expect(calls[1]?.args).toEqual(new Map());
});

test('answers an error with its category, its position and a done', async () => {
  const { client } = await openSession(() => {
    throw new RouterosError('expected end of command', { category: 1, line: 2, column: 5 });
  });
  client.send('/import', '=file-name=x.rsc', '.tag=1');
  expect(await client.take(2)).toEqual([
    ['!trap', '=category=1', '=message=expected end of command (line 2 column 5)', '.tag=1'],
    ['!done', '.tag=1'],
  ]);
});

test('hides a bug of the twin from the client and logs it', async () => {
  const { client, logged } = await openSession(() => {
    throw new TypeError('row is undefined');
  });
  client.send('/ip/route/print');
  expect(await client.take(2)).toEqual([['!trap', '=category=4', '=message=failure: internal error'], ['!done']]);
  expect(logged[0]).toMatch(/^\/ip\/route\/print: TypeError: row is undefined\n {4}at /);
});

test.each(['#', '/', 'ip/address/print', '//print', '/ip//print'])('does not know the command %s', async (command) => {
  const { client } = await openSession();
  client.send(command, '.tag=k');
  expect(await client.take(2)).toEqual([
    ['!trap', '=category=0', '=message=no such command', '.tag=k'],
    ['!done', '.tag=k'],
  ]);
});

const untilAborted = ({ signal }: Call): Promise<ApiResult> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));

test('runs tagged commands side by side and cancels one of them', async () => {
  const { client } = await openSession((call) => (call.command === 'ping' ? untilAborted(call) : {}));
  client.send('/ping', '.tag=a');
  client.send('/ping', '.tag=b');
  client.send('/system/identity/set', '.tag=c');
  expect(await client.next()).toEqual(['!done', '.tag=c']);
  client.send('/cancel', '=tag=a', '.tag=d');
  expect(await client.take(3)).toEqual([
    ['!trap', '=category=2', '=message=interrupted', '.tag=a'],
    ['!done', '.tag=d'],
    ['!done', '.tag=a'],
  ]);
  client.send('/cancel');
  expect(await client.take(3)).toEqual([
    ['!trap', '=category=2', '=message=interrupted', '.tag=b'],
    ['!done'],
    ['!done', '.tag=b'],
  ]);
  client.send('/cancel', '=tag=a');
  expect(await client.next()).toEqual(['!done']);
});

test('runs untagged commands one after the other', async () => {
  const first = Promise.withResolvers<ApiResult>();
  const { client, calls } = await openSession((call) => (call.command === 'first' ? first.promise : { ret: '2' }));
  client.send('/first');
  client.send('/second');
  client.send('/third', '.tag=t');
  expect(await client.next()).toEqual(['!done', '=ret=2', '.tag=t']);
  first.resolve({ ret: '1' });
  expect(await client.take(2)).toEqual([
    ['!done', '=ret=1'],
    ['!done', '=ret=2'],
  ]);
  expect(calls.map(({ command }) => command)).toEqual(['first', 'third', 'second']);
});

test('aborts what a client leaves behind', async () => {
  const aborted = Promise.withResolvers<void>();
  const { client } = await openSession((call) => {
    call.signal.addEventListener('abort', () => aborted.resolve());
    client.socket.destroy();
    return untilAborted(call);
  });
  client.send('/ping');
  await aborted.promise;
});

test('answers RST on a closed port and resets its clients', async () => {
  const server = await startServer();
  const client = await openClient(server.port);
  const reset = new Promise((resolve) => client.socket.once('error', resolve));
  await server.close();
  await expect(reset).resolves.toMatchObject({ code: 'ECONNRESET' });
  await expect(openClient(server.port)).rejects.toThrow('ECONNREFUSED');
});

test('names the service when its port is taken', async () => {
  const { port } = await startServer();
  const backend: ApiBackend = { logIn: () => undefined, run: async () => ({}) };
  const second = startApiServer({
    at: { address: '127.0.0.1', port },
    backend,
    version: parseVersion('7'),
    log: () => {},
  });
  await expect(second).rejects.toMatchObject({
    code: 'router/service',
    message: expect.stringContaining(`127.0.0.1:${port}`),
  });
});

async function openLibrary(port: number, tls?: TlsOptions): Promise<RouterOSAPI> {
  const api = new RouterOSAPI({
    host: '127.0.0.1',
    port,
    user: 'admin',
    password: '',
    timeout: 5,
    ...(tls && { tls }),
  });
  onTestFinished(async () => void (await api.close()));
  return await api.connect();
}

test('serves bare node-routeros', async () => {
  const many = Array.from({ length: 500 }, (_, number) => ({ '.id': `*${number.toString(16)}` }));
  const { port } = await startServer(({ path, args }) => {
    if (path === 'log') return { rows: many };
    if (path === 'system/identity') return { ret: args.get('name') ?? '' };
    throw new RouterosError('no such command prefix');
  });
  const api = await openLibrary(port);
  const [found, log, ret] = await Promise.all([
    api.write('/ip/address/print', ['?disabled=no', '=.proplist=address']),
    api.write('/log/print'),
    api.write('/system/identity/set', ['=name=gw']),
  ]);
  expect(found).toEqual([{ address: '192.0.2.1/24' }]);
  expect(log).toEqual(many);
  expect(ret).toEqual([{ ret: 'gw' }]);
  await expect(api.write('/nothing/print')).rejects.toThrow('no such command prefix');
  expect(await api.write('/ip/address/print', ['?disabled=maybe'])).toEqual([]);
});

test('serves api-ssl without a certificate', async () => {
  const from: string[] = [];
  const backend: ApiBackend = {
    logIn: (user, _proof, peer) => {
      from.push(`${user} via ${peer.via}`);
      return sessionOf(user, peer);
    },
    run: async () => ({ rows: addresses }),
  };
  const at = { address: '127.0.0.1', port: 0 };
  const server = await startApiServer({ at, backend, version: parseVersion('7'), log: () => {}, tls: anonymousTls });
  onTestFinished(async () => await server.close());
  const api = await openLibrary(server.port, { ...anonymousTls, rejectUnauthorized: false });
  expect(await api.write('/ip/address/print', ['=.proplist=.id'])).toEqual([{ '.id': '*1' }, { '.id': '*2' }]);
  expect(from).toEqual(['admin via api']);
  (await openClient(server.port)).socket.write('no handshake');
});

test('survives garbage from two hundred clients', async () => {
  const { port, logged } = await startServer();
  const garbage = [
    Buffer.from('ffffffffffff', 'hex'),
    Buffer.from('f0ffffffff00', 'hex'),
    Buffer.from('GET / HTTP/1.0\r\n\r\n'),
    Buffer.alloc(200_000, 1),
    Buffer.alloc(200_000, 0),
    Buffer.from('06', 'hex'),
  ];
  const clients = await Promise.all(Array.from({ length: 200 }, async () => await openClient(port)));
  for (const [number, { socket }] of clients.entries()) socket.write(garbage[number % garbage.length] ?? '');
  const last = await openClient(port);
  await last.login();
  last.send('/ip/address/print', '?.id=*1');
  expect(await last.take(2)).toHaveLength(2);
  expect(logged).toEqual([]);
});

test('answers the probe by which nmap knows the API', async () => {
  const { port } = await startServer();
  const client = await openClient(port);
  // A word of 0x3a bytes, then zeros: the start of nmap's NotesRPC probe.
  client.socket.write(Buffer.concat([Buffer.of(0x3a, 0, 0, 0, 0x2f), Buffer.alloc(60)]));
  await client.rest();
  expect(Buffer.concat(client.chunks).toString('latin1')).toBe('\x06!fatal\x0dnot logged in\0');
});

test('does not let a stranger send long words', async () => {
  const { port } = await startServer();
  const client = await openClient(port);
  client.socket.write(Buffer.from('c0ffff', 'hex'));
  expect(await client.rest()).toEqual([['!fatal', 'not logged in']]);
});

test('waits for a client that does not read', async () => {
  const rows = Array.from({ length: 500 }, () => ({ comment: 'x'.repeat(1000) }));
  const { client, port, calls } = await openSession(() => ({ rows }));
  client.socket.pause();
  for (let sent = 0; sent < 100; sent++) client.send('/log/print');
  const other = await openClient(port);
  await other.login();
  // Loopback sockets hold some of these 50 MB, never all.
  expect(calls.length).toBeLessThan(100);
  client.socket.resume();
  expect(await client.take(100 * 501)).toHaveLength(100 * 501);
});
