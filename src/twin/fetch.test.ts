import { once } from 'node:events';
import type { IncomingMessage, RequestListener } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import type { FetchRequest, FetchResult } from './fetch.ts';
import { Fetcher } from './fetch.ts';
import { twinOnPaper } from './fixtures/twin-on-paper.ts';
import { Resolver } from './resolver.ts';

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function fetchAs(ros: string, url: string, request: Partial<FetchRequest> = {}): Promise<FetchResult> {
  const twin = twinOnPaper(ros);
  const fetcher = new Fetcher(new Resolver(twin), twin.version, undefined);
  return fetcher.fetch({
    url,
    method: 'get',
    data: undefined,
    headers: [],
    checkCertificate: false,
    signal: new AbortController().signal,
    ...request,
  });
}

test.each([
  ['6.49', /^failure: closing connection: <404 Not Found> 127\.0\.0\.1:\d+ \(4\)$/],
  ['7.12', /^failure: closing connection: <404 Not Found> 127\.0\.0\.1:\d+ \(4\)$/],
  ['7.13', /^failure: Fetch failed with status 404$/],
])('RouterOS %s says of a 404: %s', async (ros, text) => {
  const peer = await serve((_, response) => response.writeHead(404).end());
  await expect(fetchAs(ros, `http://${peer}/x`)).rejects.toThrow(text);
});

test.each([
  ['6.49', '<302 Found "http://192.0.2.1/y">'],
  ['7.16', 'status 302 (Location: "http://192.0.2.1/y")'],
])('RouterOS %s does not follow a redirection and says where it leads', async (ros, text) => {
  const peer = await serve((_, response) => response.writeHead(302, { location: 'http://192.0.2.1/y' }).end());
  await expect(fetchAs(ros, `http://${peer}/x`)).rejects.toThrow(text);
});

test('gives the body and asks for path and query as they are', async () => {
  let asked: string | undefined;
  const peer = await serve((request, response) => {
    asked = request.url;
    response.end('hello');
  });
  expect(await fetchAs('7', `http://${peer}/bot123/sendMessage?text=a%20b`)).toMatchObject({
    status: 200,
    body: 'hello',
  });
  expect(asked).toBe('/bot123/sendMessage?text=a%20b');
});

test.each([
  ['6.49', 'Mikrotik/6.x Fetch'],
  ['7.12', 'MikroTik 7'],
  ['7.16.2', 'RouterOS 7.16.2'],
])('RouterOS %s calls itself %s', async (ros, agent) => {
  let heard: string | undefined;
  const peer = await serve((request, response) => {
    heard = request.headers['user-agent'];
    response.end();
  });
  await fetchAs(ros, `http://${peer}/`);
  expect(heard).toBe(agent);
});

test('posts data as a form, unless a header says otherwise', async () => {
  const heard: (string | undefined)[] = [];
  const peer = await serve((request, response) => {
    readAll(request).then(
      (body) => {
        heard.push(request.method, request.headers['content-type'], body);
        response.end();
      },
      () => response.destroy(),
    );
  });
  await fetchAs('7', `http://${peer}/`, { method: 'post', data: 'text=hi' });
  await fetchAs('7', `http://${peer}/`, {
    method: 'post',
    data: '{}',
    headers: [['Content-Type', 'application/json']],
  });
  expect(heard).toEqual(['POST', 'application/x-www-form-urlencoded', 'text=hi', 'POST', 'application/json', '{}']);
});

async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

test('says that nobody listens', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  await expect(fetchAs('7', `http://127.0.0.1:${port}/`)).rejects.toThrow('failure: connection refused');
});

test('stops when it is interrupted', async () => {
  const stop = new AbortController();
  const peer = await serve(() => stop.abort());
  await expect(fetchAs('7', `http://${peer}/`, { signal: stop.signal })).rejects.toThrow('interrupted');
});

test.each(['ftp://127.0.0.1/x', 'no url', ''])('refuses %j', async (url) => {
  await expect(fetchAs('7', url)).rejects.toThrow('failure: invalid URL');
});

test('says that it knows no server for names', async () => {
  await expect(fetchAs('7', 'http://nowhere.example/')).rejects.toThrow('failure: dns server failure');
});

test('finds a static name without asking', async () => {
  const peer = await serve((_, response) => response.end('found'));
  const twin = twinOnPaper();
  await twin.menus.get('ip dns static').add({ name: 'web.lan', address: '127.0.0.1' });
  const fetcher = new Fetcher(new Resolver(twin), twin.version, undefined);
  const { body } = await fetcher.fetch({
    url: `http://web.lan:${peer.split(':')[1]}/`,
    method: 'get',
    data: undefined,
    headers: [],
    checkCertificate: false,
    signal: new AbortController().signal,
  });
  expect(body).toBe('found');
});
