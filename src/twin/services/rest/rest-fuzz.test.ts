import { once } from 'node:events';
import { connect } from 'node:net';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { servedTwin } from '../../fixtures/served-twin.ts';
import { RestServer } from './rest-server.ts';

const segments = fc.oneof(
  fc.constantFrom(
    'ip',
    'address',
    'interface',
    'print',
    'add',
    '*1',
    '*',
    '%',
    '%00',
    '..',
    '__proto__',
    'constructor',
  ),
  fc.constantFrom('system', 'identity', 'set', 'execute', 'log', 'info', 'firewall', 'address-list', 'user', 'ether1'),
  fc.string({ maxLength: 10 }),
);
const request = fc.record({
  method: fc.constantFrom('GET', 'PUT', 'PATCH', 'DELETE', 'POST', 'HEAD', 'TRACE', '__proto__', ''),
  url: fc
    .tuple(fc.array(segments, { maxLength: 5 }), fc.string({ maxLength: 12 }))
    .map(([path, query]) => `/rest/${path.join('/')}?${query}`),
  body: fc.oneof(
    fc.json({ maxDepth: 3 }).map((text) => Buffer.from(text)),
    fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
    fc
      .dictionary(fc.constantFrom('.query', '.proplist', '.id', 'name', 'numbers', '__proto__', '!x'), fc.jsonValue())
      .map((value) => Buffer.from(JSON.stringify(value))),
  ),
});

const authorization = `Basic ${Buffer.from('admin:').toString('base64')}`;

test('answers any request with a status and JSON, and never with a fault of its own', { timeout: 60_000 }, async () => {
  const { twin } = await servedTwin();
  const rest = new RestServer(twin, { longest: 500 });
  await fc.assert(
    fc.asyncProperty(request, async (given) => {
      const signal = twin.neverAborted;
      const page = await rest.answer({ ...given, headers: { authorization }, address: '192.0.2.1', signal });
      expect(page.status).toMatch(/^(200|201|204|400|401|404|406|415|501) /);
      if (page.body !== '') JSON.parse(page.body);
    }),
    {
      numRuns: 300,
      examples: [
        [{ method: 'GET', url: '/rest/%E0%A4%A', body: Buffer.alloc(0) }],
        [{ method: 'GET', url: '/rest', body: Buffer.alloc(0) }],
        [{ method: 'POST', url: '/rest/', body: Buffer.from('[]') }],
        [{ method: 'POST', url: '/rest/interface/print', body: Buffer.from('{".query":[{}]}') }],
        [{ method: 'PUT', url: '/rest/ip/address', body: Buffer.from(`${'['.repeat(10_000)}`) }],
      ],
    },
  );
});

test('outlives raw bytes on its port', async () => {
  const { portOf } = await servedTwin();
  const port = await portOf('www');
  const seeds = ['\0\0\0', 'GET', 'GET / HTTP/9.9\r\n\r\n', 'PUT /rest HTTP/1.1\r\nContent-Length: -1\r\n\r\n'];
  const chunked = 'POST /rest/execute HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\n';
  for (const bytes of [...seeds, chunked, `GET /${'x'.repeat(100_000)} HTTP/1.1\r\n\r\n`]) {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.resume();
    socket.end(bytes);
    await once(socket, 'close');
  }
  expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
});
